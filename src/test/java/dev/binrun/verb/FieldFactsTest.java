package dev.binrun.verb;

import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.form.ApiField;
import dev.binrun.verb.consumer.ConsumerField;
import dev.binrun.verb.stream.StreamField;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the table of fields with the server: the fields, their defaults and their values. */
final class FieldFactsTest {
    /** Enum fields that the server omits from a configuration if they have their default. */
    private static final Set<String> LEFT_OUT = Set.of("persist_mode", "priority_policy");

    /** The code of the error for a value that the server's parser does not know: 10025, invalid JSON. */
    private static final String UNKNOWN = "error: 10025";

    @Test
    void defaults_ofAStream_equalTheServers() {
        passes("steps:\n  - stream add: A\n    expect: { config: { name: A, subjects: [A], "
                + defaults(StreamField.values()) + " } }\n");
    }

    @Test
    void defaults_ofAConsumer_equalTheServers() {
        passes("streams: [ A ]\nsteps:\n  - consumer add: A c\n    expect: { config: { name: c, durable_name: c, "
                + "inactive_threshold: { absent: true }, " + defaults(ConsumerField.values()) + " } }\n");
    }

    @Test
    void notes_onDefaults_areTrue() {
        passes("""
                streams:
                  - { name: A, subjects: [a] }
                  - { name: SHORT, max_age: 1m }
                  - { name: M, mirror: A }
                  - { name: S, sources: [A] }
                  - { name: D, subjects: [d], allow_direct: true }
                  - { name: MD, mirror: D }
                steps:
                  - stream info: SHORT
                    expect: { config: { duplicate_window: 1m } }
                  - stream info: M
                    expect: { config: { duplicate_window: { absent: true }, subjects: { absent: true }, mirror_direct: false } }
                  - stream info: S
                    expect: { config: { duplicate_window: { absent: true }, subjects: { absent: true } } }
                  - stream info: MD
                    expect: { config: { mirror_direct: true } }
                  - consumer add: { stream: A, ephemeral: true }
                    expect: { config: { inactive_threshold: 5s, num_replicas: 0 } }
                  - consumer add: { stream: A, consumer: none, ack: none }
                    expect: { config: { ack_wait: { absent: true }, max_ack_pending: { absent: true } } }
                  - consumer add: { stream: A, consumer: all, ack: all }
                    expect: { config: { ack_wait: 30s, max_ack_pending: 1000 } }
                  - consumer add: { stream: A, consumer: push, deliver_subject: p }
                    expect: { config: { max_waiting: { absent: true } } }
                  - consumer add: { stream: A, consumer: flow, deliver_subject: q, ack: flow_control }
                    expect: { config: { flow_control: true, idle_heartbeat: 1s } }
                  - consumer add: { stream: A, consumer: pinned, pinned_groups: [g] }
                    expect: { config: { priority_timeout: 2m, priority_policy: pinned_client } }
                  - request: { subject: $JS.API.CONSUMER.CREATE.A.raw, json: { stream_name: A, config: { name: raw } } }
                    expect: { message: { json: { config: { ack_policy: none } } } }
                """);
    }

    @Test
    void values_known_areAcceptedByTheServer() {
        passes("streams: [ A ]\nsteps:\n"
                + values("$JS.API.STREAM.CREATE.X, json: { name: X, FIELD }", StreamField.values())
                + values(
                        "$JS.API.CONSUMER.CREATE.A.x, json: { stream_name: A, config: { name: x, FIELD } }",
                        ConsumerField.values())
                + "  - stream info: A\n    expect: { config: { name: A } }\n");
    }

    @Test
    void values_misspelt_areRejectedByTheServer() {
        String steps = Stream.of("retention", "discard", "storage", "compression", "persist_mode")
                        .map(field -> "  - stream add: { name: X, " + field + ": xyz }\n    " + UNKNOWN + "\n")
                        .collect(Collectors.joining())
                + Stream.of("deliver_policy", "ack_policy", "replay_policy", "priority_policy")
                        .map(field -> "  - consumer add: { stream: A, consumer: x, " + field + ": xyz }\n    " + UNKNOWN
                                + "\n")
                        .collect(Collectors.joining());
        passes("streams: [ A ]\nsteps:\n" + steps);

        assertEquals(
                Set.of(
                        "retention",
                        "discard",
                        "storage",
                        "compression",
                        "persist_mode",
                        "deliver_policy",
                        "ack_policy",
                        "replay_policy",
                        "priority_policy"),
                fields().filter(field -> !field.facts().words().isEmpty())
                        .map(ApiField::field)
                        .collect(Collectors.toSet()));
    }

    /** The server accepts other letter cases for discard only. */
    @Test
    void values_otherLetterCase_areAcceptedAsTheTableStates() {
        passes("""
                streams: [ A ]
                steps:
                  - stream add: { name: B, discard: NEW }
                    expect: { config: { discard: new } }
                  - stream add: { name: C, storage: File }
                    error: 10025
                  - stream add: { name: C, retention: Limits }
                    error: 10025
                  - consumer add: { stream: A, consumer: x, ack_policy: Explicit }
                    error: 10025
                """);
    }

    /** The server omits these from its reply although it does not ignore them. */
    @Test
    void defaults_omittedByTheServer_doNotCountAsIgnored() {
        passes("""
                streams: [ { name: A, persist_mode: default } ]
                steps:
                  - consumer add: { stream: A, consumer: c, priority_policy: none }
                    expect: { name: c }
                """);
    }

    @Test
    void values_otherWords_areSentAsTheApisWord() {
        passes("""
                steps:
                  - stream add: { name: B, retention: work, storage: m, persist_mode: '' }
                    expect: { config: { retention: workqueue, storage: memory } }
                  - kv add: { bucket: B, storage: m }
                    expect: { config: { storage: memory } }
                  - object add: { bucket: B, storage: m }
                    expect: { config: { storage: memory } }
                  - consumer add: { stream: B, consumer: c, deliver_policy: undefined }
                    expect: { config: { deliver_policy: all } }
                  - consumer add: { stream: KV_B, consumer: c, deliver: subject, filter_subject: $KV.B.> }
                    expect: { config: { deliver_policy: last_per_subject } }
                """);
    }

    @Test
    void versions_first_haveJetStream() {
        List<String> wrong = fields().filter(field -> !field.facts().since().matches("2\\.([2-9]|1[0124])(\\.[1-9])?"))
                .map(ApiField::field)
                .toList();

        assertEquals(List.of(), wrong);
        assertTrue(
                fields().allMatch(field -> field.within().stream().allMatch(inner -> minor(inner) >= minor(field))),
                "a field within another is not older");
    }

    private static int minor(ApiField field) {
        return Integer.parseInt(field.facts().since().split("\\.")[1]);
    }

    /** The fields with a default as an expectation; those without are absent, empty, 0 or given by the caller. */
    private static String defaults(ApiField... fields) {
        return Arrays.stream(fields)
                .filter(field -> !Set.of("name", "subjects", "metadata", "durable_name", "inactive_threshold")
                        .contains(field.field()))
                .map(field -> field.field() + ": " + expected(field))
                .collect(Collectors.joining(", "));
    }

    private static String expected(ApiField field) {
        String value = field.facts().byDefault();
        if (value.isEmpty()
                && field.form() == ApiField.Form.MAP
                && field.field().equals("consumer_limits")) {
            return "{ equals: {} }";
        }
        if (value.isEmpty() || LEFT_OUT.contains(field.field())) {
            return "{ absent: true }";
        }
        return value.equals("false") ? "'!= true'" : value; // the server omits some of them
    }

    /** A request for each known value; the server may reject it for any reason except an unknown value. */
    private static String values(String request, ApiField... fields) {
        StringBuilder steps = new StringBuilder();
        for (ApiField field : fields) {
            for (String value : field.facts().words().texts()) {
                steps.append("  - request: { subject: ")
                        .append(request.replace("FIELD", field.field() + ": " + value))
                        .append(" }\n    expect: { message: { data: { not: '~ 10025' } } }\n");
            }
        }
        return steps.toString();
    }

    private static Stream<ApiField> fields() {
        return Stream.concat(Arrays.stream(StreamField.values()), Arrays.stream(ConsumerField.values()));
    }
}

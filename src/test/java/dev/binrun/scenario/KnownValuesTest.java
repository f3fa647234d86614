package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.form.KnownWords;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.schema.LanguageSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that binrun does not know cause warnings at load, and have no other effect. */
final class KnownValuesTest {
    private static final String STATES = "\n  - { stream info: A, expect: { state: { messages: 0 } } }\n";

    @Test
    void value_misspelt_isAWarningWithAHint() {
        ScenarioCase scenario = ScenarioAssertions.read(
                        "streams:\n  - { name: A, subjects: [a], retention: workque }\nsteps:" + STATES)
                .get(0);

        assertEquals(
                List.of("""
                        dir/test.yaml:2:42: warning: unknown value 'workque' of 'retention' (did you mean 'workqueue'?);\
                         known values: limits, interest, workqueue; the server decides
                          2 |   - { name: A, subjects: [a], retention: workque }
                            |                                          ^"""),
                scenario.warnings().stream().map(Problem::toString).toList());
        assertEquals(List.of(), scenario.problems());
        assertTrue(scenario.config().isPresent(), "the scenario runs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stream add: { name: A, storage: disk }                     | unknown value 'disk' of 'storage'; known values: file, memory
            stream add: { name: A, storage: File }                     | unknown value 'File' of 'storage' (did you mean 'file'?); known values: file, memory
            stream add: { name: A, storage: true }                     | unknown value 'true' of 'storage'; known values: file, memory
            stream add: { name: A, discard: oldest }                   | unknown value 'oldest' of 'discard'; known values: old, new
            stream add: { name: A, compression: s3 }                   | unknown value 's3' of 'compression' (did you mean 's2'?); known values: none, s2
            stream add: { name: A, persist_mode: asynch }              | unknown value 'asynch' of 'persist_mode' (did you mean 'async'?); known values: default, async
            stream edit: { name: A, retention: '' }                    | unknown value '' of 'retention'; known values: limits, interest, workqueue
            consumer add: { stream: A, consumer: c, ack: explict }     | unknown value 'explict' of 'ack_policy' (did you mean 'explicit'?); known values: none, all, explicit, flow_control
            consumer add: { stream: A, consumer: c, replay: instnt }   | unknown value 'instnt' of 'replay_policy' (did you mean 'instant'?); known values: instant, original
            consumer edit: { stream: A, consumer: c, priority_policy: pinned } | unknown value 'pinned' of 'priority_policy' (did you mean 'pinned_client'?); known values: none, overflow, pinned_client, prioritized
            consumer add: { stream: A, consumer: c, deliver: lst }     | unknown value 'lst' of 'deliver' (did you mean 'last'?); known values: all, new, last, last_per_subject, by_start_sequence, by_start_time
            consumer add: { stream: A, consumer: c, deliver_policy: nw } | unknown value 'nw' of 'deliver_policy' (did you mean 'new'?); known values: all, last, new, by_start_sequence, by_start_time, last_per_subject
            consumer add: { stream: A, consumer: c, action: crate }    | unknown value 'crate' of 'action' (did you mean 'create'?); known values: create, update, ''
            kv add: { bucket: B, storage: mem }                        | unknown value 'mem' of 'storage'; known values: file, memory
            object add: { bucket: B, storage: memry }                  | unknown value 'memry' of 'storage' (did you mean 'memory'?); known values: file, memory
            """)
    void value_unknownInAnyField_isAWarning(String step, String warning) {
        assertEquals(List.of("warning: " + warning + "; the server decides"), warnings("- " + step));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream add: { name: A, retention: workq, storage: m, discard: OLD, compression: s2, "
                        + "persist_mode: '' }",
                "consumer add: { stream: A, consumer: c, deliver: 1h, ack: flow_control, priority_policy: "
                        + "prioritized }",
                "consumer add: { stream: A, consumer: c, deliver: 7, action: '' }",
                "consumer add: { stream: A, consumer: c, deliver: subject, replay: original }",
                "consumer add: { stream: A, consumer: c, deliver_policy: undefined }",
                "kv add: { bucket: B, storage: f }",
                "stream edit: { name: A, retention: null }",
                "stream add: { name: A, retention: brand_new, allow_unknown: true }",
                "consumer add: { stream: A, consumer: c, deliver: brand_new, allow_unknown: true }",
            })
    void value_known_isNoWarning(String step) {
        assertEquals(List.of(), warnings("- " + step));
    }

    @Test
    void step_expectsAnError_doesNotWarn() {
        assertEquals(List.of(), warnings("- stream add: { name: A, retention: workque }\n    error: 10025"));
        assertEquals(List.of(), warnings("- stream add: [ { name: A, retention: workque } ]\n    error: {}"));
    }

    @Test
    void step_besideOneThatExpectsAnError_warns() {
        assertEquals(
                List.of("warning: unknown value 'workque' of 'retention' (did you mean 'workqueue'?); known "
                        + "values: limits,"
                        + " interest, workqueue; the server decides"),
                warnings("- stream add: { name: A, retention: workque }\n    error: 10025\n"
                        + "  - stream add: { name: B, retention: workque }"));
    }

    @Test
    void value_knownOnlyInTheRun_doesNotWarn() {
        assertEquals(
                List.of(),
                warnings("- stream info: A\n    as: info\n    expect: { config: { name: A } }\n"
                        + "  - stream add: { name: B, retention: '${info.config.name}' }"));
    }

    @Test
    void value_ofAVariable_warnsAtItsUse() {
        ScenarioCase scenario = ScenarioAssertions.read(
                        "variables: { mode: workque }\nstreams: [ { name: A, retention: '${mode}' } ]\nsteps:" + STATES)
                .get(0);

        assertEquals(
                List.of("dir/test.yaml:2:34"),
                scenario.warnings().stream().map(w -> w.place().toString()).toList());
    }

    @Test
    void warnings_inBlocks_areSortedAndUnique() {
        List<String> found = ScenarioAssertions.read("""
                        matrix: { n: [1, 2] }
                        streams: [ { name: A, discard: nwe } ]
                        steps:
                          - repeat: { count: 2, steps: [ stream add: { name: B, storage: fil } ] }
                          - parallel: [ [ kv add: { bucket: C, storage: fle } ], [ stream info: A ] ]
                        """ + STATES.substring(1)).stream()
                .flatMap(s -> s.warnings().stream())
                .map(w -> w.place().line() + " " + w.message().substring(0, 28))
                .toList();

        List<String> each = List.of(
                "2 warning: unknown value 'nwe'", "4 warning: unknown value 'fil'", "5 warning: unknown value 'fle'");
        assertEquals(
                java.util.stream.Stream.concat(each.stream(), each.stream()).toList(), found);
    }

    @Test
    void scenario_invalid_keepsItsWarnings() {
        ScenarioCase scenario = ScenarioAssertions.read(
                        "streams: [ { name: A, retention: workque, stroage: file } ]\nsteps:" + STATES)
                .get(0);

        assertEquals(1, scenario.problems().size());
        assertEquals(1, scenario.warnings().size());
    }

    @Test
    void topologyFile_unknownValue_hasAWarning(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("more.yaml"), "kv: [ { bucket: B, storage: fil } ]\n");

        assertEquals(
                List.of("warning: unknown value 'fil' of 'storage' (did you mean 'file'?); known values: file, "
                        + "memory; the"
                        + " server decides"),
                TopologyFile.read(file).warnings().stream()
                        .map(Problem::message)
                        .toList());
    }

    @Test
    void value_long_isCut() {
        assertEquals(
                "warning: unknown value '" + "x".repeat(60) + "…' of 'f'; known values: a; the server decides",
                KnownWords.of("a").warning("f", "x".repeat(1000)).orElseThrow());
    }

    @Test
    void schema_knownValues_areProposedAndOthersValid() {
        JsonObject add = LanguageSchema.json(dev.binrun.registry.Verbs.ours(), List.of())
                .getAsJsonObject("definitions")
                .getAsJsonObject("stream-add")
                .getAsJsonObject("properties");

        assertEquals(
                "{\"anyOf\":[{\"enum\":[\"limits\",\"interest\",\"workqueue\"]},{\"not\":{\"type\":[\"object\",\"array\",\"null\"]}}],"
                        + "\"description\":\"text, as in the JetStream API; known values: limits, interest, workqueue; default: limits;"
                        + " since nats-server 2.2\"}",
                add.getAsJsonObject("retention").toString());
        assertEquals(
                "[{\"label\":\"[ ]\",\"body\":\"[$1]\"}]",
                add.getAsJsonObject("subjects")
                        .getAsJsonArray("defaultSnippets")
                        .toString());
        assertEquals(
                "[{\"label\":\"{ }\",\"body\":\"{ $1 }\"}]",
                add.getAsJsonObject("mirror").getAsJsonArray("defaultSnippets").toString());
    }

    private static List<String> warnings(String steps) {
        List<ScenarioCase> scenarios = ScenarioAssertions.read("steps:\n  " + steps + STATES);
        assertEquals(List.of(), ScenarioAssertions.problems(scenarios));
        return scenarios.stream()
                .flatMap(s -> s.warnings().stream())
                .map(Problem::message)
                .toList();
    }
}

package dev.binrun.scenario;

import static dev.binrun.scenario.ScenarioAssertions.names;
import static dev.binrun.scenario.ScenarioAssertions.problems;
import static dev.binrun.scenario.ScenarioAssertions.read;
import static dev.binrun.scenario.ScenarioAssertions.step;
import static dev.binrun.scenario.ScenarioAssertions.valid;
import static dev.binrun.scenario.ScenarioAssertions.whole;
import static dev.binrun.scenario.ScenarioAssertions.wrong;
import static dev.binrun.scenario.ScenarioAssertions.wrongTop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonPrimitive;
import dev.binrun.scenario.yaml.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScenarioReaderTest {
    @TempDir
    Path folder;

    @Test
    void file_everyKey_isRead() {
        List<ScenarioCase> scenarios = read("""
                name: All of it
                description: what for
                tags: [a, b]
                skip: not now
                requires: 2.10
                timeout: 20s
                seed: 7
                repeat: 3
                server: { nodes: 1, storage: memory, config: { jetstream: { max_file_store: 1 } } }
                variables: { who: me }
                numSessions: 4
                sessionChurn: 1
                streams: [ { name: A } ]
                consumers: [ { stream: A, durable_name: c } ]
                kv: [ { bucket: B } ]
                steps: [ { pub: A x }, { stream info: A, expect: { x: 1 } } ]
                """);
        assertEquals(List.of(), problems(scenarios));
        SimConfig config = scenarios.get(0).config().orElseThrow();

        assertEquals("All of it", scenarios.get(0).name());
        assertEquals(Set.of("a", "b"), scenarios.get(0).tags());
        assertEquals(new Place("dir/test.yaml", 1, 1), scenarios.get(0).place());
        assertEquals("what for", config.description());
        assertEquals(Optional.of("not now"), config.skip());
        assertEquals(Optional.of(new ServerVersion(2, 10, 0)), config.requires());
        assertEquals(Duration.ofSeconds(20), config.timeout());
        assertEquals(7, config.seed());
        assertEquals(3, config.repeat());
        assertEquals("memory", config.server().storage().orElseThrow().toString());
        assertEquals(Optional.of(new SessionNumbers(4, 3, 5, 5, 1, 1)), config.sessions());
        assertEquals(3, config.topology().size());
        assertEquals(2, config.steps().size());
        assertEquals("me", config.names().get("who").getAsString());
    }

    @Test
    void file_keysOmitted_hasDefaults() {
        SimConfig config = valid("steps: [ { stream info: A, expect: { x: 1 } } ]");

        assertEquals(Duration.ofSeconds(30), config.timeout());
        assertEquals(1, config.seed());
        assertEquals(1, config.repeat());
        assertEquals(Optional.empty(), config.sessions());
        assertEquals(Optional.empty(), config.requires());
        assertEquals("test", read("numSessions: 3").get(0).name());
        assertEquals(
                Optional.of(SessionNumbers.defaults()), valid("numCommands: 5").sessions());
    }

    @ParameterizedTest
    @CsvSource({"2.10, 2.10", "2.10.0, 2.10", "'2.9.25', 2.9.25", "v2.14.0, 2.14", "2, 2.0"})
    void requires_unquotedVersion_isNotANumber(String written, String version) {
        assertEquals(
                version,
                valid("numSessions: 3\nrequires: " + written)
                        .requires()
                        .orElseThrow()
                        .toString());
    }

    @Test
    void top_unknownKey_isInvalid() {
        assertEquals("""
                dir/test.yaml:2:1: a scenario has no 'tiemout' (did you mean 'timeout'?)
                  2 | tiemout: 5s
                    | ^""", whole("numSessions: 3\ntiemout: 5s\n"));
    }

    @Test
    void top_wrongValues_areReportedWithThoseOfTheSteps() {
        wrong(
                """
                timeout: 5
                seed: x
                repeat: 0
                requires: new
                skip:
                tags: { a: b }
                server: { nodes: 7, storage: disk, foo: 1 }
                streams: 5
                steps:
                  - stream inof: A
                """,
                "1:10: 'timeout' must be a duration such as 500ms or 1h30m, this is '5'",
                "2:7: 'seed' must be a whole number, this is 'x'",
                "3:9: 'repeat' must be a whole number of at least 1, this is '0'",
                "4:11: 'requires' must be a version such as 2.10 or 2.10.29, this is 'new'",
                "5:6: 'skip' must be a text, this is empty",
                "6:7: 'tags' must be a text, this is a map",
                "7:18: 'nodes' must be one of 1, 3, 5, this is '7'",
                "7:30: 'storage' must be one of file, memory, this is 'disk'",
                "7:36: 'server' has no 'foo' (known: nodes, storage, config)",
                "8:10: 'streams' must be a list of maps, this is '5' (start each item with '- ')",
                "10:5: there is no verb 'stream inof' (did you mean 'stream info'?)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout: 0s|10: 'timeout' must be more than zero; remove it for the default of 30s",
                "timeout: -1s|10: 'timeout' must be a duration such as 500ms or 1h30m, this is '-1s'",
                "seed: 99999999999999999999|7: 'seed' must be a whole number, this is '99999999999999999999'",
                "seed: 1.5|7: 'seed' must be a whole number, this is '1.5'",
                "server: x|9: 'server' must be a map such as {nodes: 3}, this is 'x'",
                "server: [1]|9: 'server' must be a map such as {nodes: 3}, this is a list",
                "requires: [2]|11: 'requires' must be a version such as 2.10 or 2.10.29, this is a list",
                "matrix: [1]|9: 'matrix' must be a map of lists, this is a list",
                "matrix: { a: x }|14: 'a' must be a list of values, this is 'x'",
                "matrix: { a: [] }|14: 'a' must be a list of values, this is an empty list",
                "matrix: { a b: [1] }|11: 'a b' is not a name: use letters, digits and _, and do not start "
                        + "with a digit",
                "matrix: { a: ['${x}'] }|15: unknown name 'x' in '${x}'",
                "variables: 1|12: 'variables' must be a map, this is '1'",
                "variables: { i: 1 }|14: 'i' is a reserved name; choose another",
                "variables: { a-b: 1 }|14: 'a-b' is not a name: use letters, digits and _, and do not start "
                        + "with a digit",
                "variables: { a: '${b}', b: 1 }|17: unknown name 'b' in '${b}'",
                "timeout: '${now}'|10: 'now' in '${now}' is known only while the scenario runs, and this value "
                        + "is needed before",
                "timeout: '${nope}'|10: unknown name 'nope' in '${nope}'",
                "numSessions: -1|14: 'numSessions' must be a whole number of at least 0, this is '-1'",
                "numCommands: 1.5|14: 'numCommands' must be a whole number, this is '1.5'",
                "numCommands: many|14: 'numCommands' must be a whole number, this is 'many'",
                "numCommands: 1e12|14: 'numCommands' must be a whole number of at most 1000000000, this is '1e12'",
                "inspectionLevel: 3|18: 'inspectionLevel' must be a whole number from 0 to 2, this is '3'",
                "sessionChurn: 11|15: 'sessionChurn' must be at most numSessions, which is 10; this is '11'",
                "numSessions: 1|14: 'sessionChurn' must be at most numSessions, which is 1; this is '2' if left out",
            })
    void top_wrongValue_isReportedWithKeyRuleAndValue(String yaml, String problem) {
        wrongTop(yaml, "1:" + problem);
    }

    @Test
    void scenario_statesNothing_isInvalid() {
        String message = "this scenario states nothing that could fail (add 'expect' or 'error' to a step,"
                + " add a check to 'checks', or run the session simulation with numSessions)";

        wrong("name: x\n", "1:1: " + message);
        wrong("name: x\nsteps: [ { stream info: A }, { pub: a } ]\n", "1:1: " + message);
    }

    @Test
    void document_notAMap_isInvalid() {
        wrong("- a\n", "1:1: a scenario must be a map of keys such as 'name' and 'steps', this is a list");
        wrong("text\n", "1:1: a scenario must be a map of keys such as 'name' and 'steps', this is 'text'");
        wrong("~\n", "1:1: a scenario must be a map of keys such as 'name' and 'steps', this is null");
    }

    @Test
    void steps_notAList_isInvalid() {
        wrong("steps: x\n", "1:8: 'steps' must be a list of steps, this is 'x' (start each item with '- ')");
        wrong("steps:\n  pub: x\n", "2:3: 'steps' must be a list of steps, this is a map (start each item with '- ')");
    }

    @Test
    void step_withoutASingleVerb_isInvalid() {
        wrong(
                """
                steps:
                  - expect: { seq: 1 }
                  - [a]
                  -
                  - acount info
                  - pubb: a
                    expct: 1
                  - stream info: A
                    kv get: a b
                    witin: 5s
                  - stream info: []
                  - stream info: [[A]]
                """,
                "2:5: this step has no verb, such as 'pub' or 'stream info'",
                "3:5: a step must be a verb with its arguments, such as 'stream info: ORDERS'; this is a list",
                "4:4: a step must be a verb with its arguments, such as 'stream info: ORDERS'; this is empty",
                "5:5: there is no verb 'acount info' (did you mean 'account info'?)",
                "6:5: there is no verb 'pubb' (did you mean 'pub'?)",
                "7:5: there is no verb 'expct' (did you mean 'expect'?)",
                "9:5: a step must have one verb, this has 'stream info' and 'kv get' (start the second with "
                        + "its own '-')",
                "10:5: a step has no 'witin' (did you mean 'within'?)",
                "11:18: 'stream info' has an empty list; list at least one item",
                "12:19: 'stream info' takes a map, or its arguments in order; this is a list");
    }

    @Test
    void step_unknownKey_otherProblemsAreReportedToo() {
        wrong(
                """
                steps:
                  - stream info: { strem: A }
                    within: 3
                    expext: { x: 1 }
                  - stream inf: A
                    during: soon
                """,
                "2:18: 'stream info' needs 'stream'",
                "2:20: 'stream info' has no 'strem' (did you mean 'stream'?)",
                "3:13: 'within' must be a duration such as 500ms or 1h30m, this is '3'",
                "4:5: a step has no 'expext' (did you mean 'expect'?)",
                "5:5: there is no verb 'stream inf' (did you mean 'stream info'?)",
                "6:13: 'during' must be a duration such as 500ms or 1h30m, this is 'soon'");
    }

    @Test
    void step_wrongIndentation_namesTheRightLevel() {
        wrong(
                """
                steps:
                  - pub:
                    subject: a
                    data: x
                  - stream info:
                      stream: A
                      expect: { state: {} }
                      within: 1s
                """,
                "3:5: 'subject' is an argument of 'pub': indent it deeper than the verb",
                "4:5: 'data' is an argument of 'pub': indent it deeper than the verb",
                "7:7: 'expect' belongs beside the verb, not among its arguments: indent it like 'stream info'",
                "8:7: 'within' belongs beside the verb, not among its arguments: indent it like 'stream info'");
    }

    @Test
    void topology_namesOfTheCli_areValid() {
        var config = valid("""
                streams: [{ name: A, subjects: [a], replicas: 1, dupe_window: 1m }]
                consumers: [{ stream: A, durable_name: c, filter: a, ack: all, wait: 5s }]
                steps: [{ pub: a x, expect: { seq: 1 } }]
                """);
        assertEquals(2, config.topology().size());
        wrongTop(
                "streams: [{ name: A, replicas: 1, num_replicas: 1 }, { name: A, num_replicas: 1, replicas: 1 }]",
                "1:35: 'num_replicas' is already set under its other name; remove one of them",
                "1:82: 'replicas' is another name of 'num_replicas'; remove one of them");
    }

    @Test
    void step_wrongArguments_areInvalid() {
        wrong(
                """
                steps:
                  - stream info
                  - stream info:
                  - kv get: B
                  - stream info: { stream: A, name: B, foo: 1 }
                  - pub: { subject: [a], count: x, headers: [1], retry: 5, size: -1 }
                  - pub: { subject: a, data: { a: 1 } }
                  - pub: { subject: a, data: x, json: {} }
                  - pub: { subject: a, core: true, async: true }
                  - pub: { subject: a, reply: b }
                  - consumer next: { stream: A, consumer: b, ack: nack }
                  - consumer next: { stream: A, consumer: b, delay: 1s }
                  - consumer next: { stream: A, consumer: b, ack: nak, reason: x }
                  - consumer next: { stream: A, consumer: b, no_wait: yes, batch: 0 }
                  - kv add: { bucket: B, mirror: a, source: [b] }
                  - consumer add: { stream: A, consumer: a, durable_name: b }
                """,
                "2:5: 'stream info' needs 'stream'",
                "3:17: 'stream info' needs 'stream'",
                "4:13: 'kv get' needs 'key'",
                "5:31: 'name' is another name of 'stream'; remove one of them",
                "5:40: 'stream info' has no 'foo' (known: stream, subjects_filter, offset, deleted_details)",
                "6:21: 'subject' must be a text (for a map or a list, use json), this is a list",
                "6:33: 'count' must be a number of messages such as 50, or indexes such as 51..100, this is 'x'",
                "6:45: 'headers' must be a map, this is a list",
                "6:57: 'retry' must be a duration such as 500ms or 1h30m, this is '5'",
                "6:66: 'size' must be a whole number of at least 0, this is '-1'",
                "7:30: 'data' must be a text (for a map or a list, use json), this is a map",
                "8:39: a payload is stated by one of data, json, hex, file and size, this one has data and json",
                "9:30: with core: true no message is acknowledged; remove async, partial, retry and timeout",
                "10:31: reply needs core: true, because the stream sends its acknowledgement to the reply subject",
                "11:51: 'ack' must be one of ack, nak, term, in_progress, none, this is 'nack' (did you mean 'ack'?)",
                "12:53: delay needs ack: nak, this is ack: ack",
                "13:64: reason needs ack: term, this is ack: nak",
                "14:55: 'no_wait' must be true or false, this is 'yes'",
                "14:67: 'batch' must be a whole number of at least 1, this is '0'",
                "15:45: a bucket has either a mirror or sources, not both; remove one",
                "16:59: 'durable_name' is another name of 'consumer'; remove one of them");
    }

    @Test
    void topology_wrongFields_areInvalid() {
        wrongTop(
                """
                streams:
                  - { name: A, subjects: a, max_msg: 5, max_age: 5x, max_bytes: many, deny_delete: 1 }
                  - { name: A, placement: { tag: x }, sources: [ { nam: x } ], metadata: { a: [1] }, num_replicas: 1.5 }
                  - x y
                  - []
                  - { allow_unknown: true, name: B, foo: { bar: 1 }, mirror: { foo: 1 } }
                consumers:
                  - { stream: A, ack_wait: soon, backoff: 1s, opt_start_time: x, filter_subjects: [a, [b]] }
                  - { name: x }
                kv:
                  - { bucket: B, histry: 5, ttl: 1 }
                """,
                "2:26: 'subjects' must be a list of texts, this is 'a'",
                "2:29: 'stream add' has no 'max_msg' (did you mean 'max_msgs'?)",
                "2:50: 'max_age' must be a duration such as 500ms or 1h30m, this is '5x'",
                "2:65: 'max_bytes' must be a number of bytes such as 1024 or 64KB, this is 'many'",
                "2:84: 'deny_delete' must be true or false, this is '1'",
                "3:29: 'placement' has no 'tag' (did you mean 'tags'?)",
                "3:52: 'sources' has no 'nam' (did you mean 'name'?)",
                "3:79: 'metadata' must be a text, this is a list",
                "3:100: 'num_replicas' must be a whole number, this is '1.5'",
                "5:5: 'stream add' takes a map, or its arguments in order; this is a list",
                "8:28: 'ack_wait' must be a duration such as 500ms or 1h30m, this is 'soon'",
                "8:43: 'backoff' must be a list of durations, this is '1s'",
                "8:63: 'opt_start_time' must be a time such as 2026-01-31T12:00:00Z, this is 'x'",
                "8:87: 'filter_subjects' must be a text, this is a list",
                "9:5: 'consumer add' needs 'stream'",
                "11:18: 'kv add' has no 'histry' (did you mean 'history'?)",
                "11:34: 'ttl' must be a duration such as 500ms or 1h30m, this is '1'");
    }

    @Test
    void step_longerThanTheTimeout_isInvalid() {
        wrong(
                """
                timeout: 10s
                steps:
                  - stream info: A
                    within: 8s
                    during: 3s
                    expect: { x: 1 }
                  - consumer next: { stream: A, consumer: b, expires: 11s }
                  - pub: { subject: a, retry: 40s }
                """,
                "3:5: this step can wait 11s, longer than the scenario's timeout of 10s (raise timeout)",
                "7:20: 'consumer next' can take 11s, longer than the scenario's timeout of 10s (raise timeout)",
                "8:10: 'pub' can take 40s, longer than the scenario's timeout of 10s (raise timeout)");
    }

    @Test
    void step_withinBesideAWritingVerb_isInvalid() {
        wrong(
                """
                steps:
                  - pub: a
                    within: 2s
                    expect: { seq: 1 }
                  - stream info: A
                    within: 1s
                  - stream info: A
                    during: 1s
                    as: x
                """,
                "3:5: 'within' repeats only verbs that read, and 'pub' does more (write 'within' beside a "
                        + "later step that reads, such as collect or stream info)",
                "6:13: 'within' waits for an expect or an error, and this step has neither",
                "8:13: 'during' repeats an expect or an error, and this step has neither");
    }

    @Test
    void step_errorWithUnknownFields_isInvalid() {
        wrong(
                """
                steps:
                  - { stream info: A, error: }
                  - { stream info: A, error: [1] }
                  - { stream info: A, error: '' }
                  - { stream info: A, error: { descripton: x } }
                  - { stream info: A, error: 10059, expect: { seq: 1, took: '> 1s' } }
                  - { stream info: A, error: {}, expect: 5 }
                """,
                "2:29: 'error' takes an err_code, a word of the description, a map, or {} for any; this is empty",
                "3:30: 'error' takes an err_code, a word of the description, a map, or {} for any; this is a list",
                "4:30: 'error' takes an err_code, a word of the description, a map, or {} for any; this is ''",
                "5:32: an error has no 'descripton' (did you mean 'description'?)",
                "6:47: a step with 'error' has no answer: 'expect' can contain only took and at, not 'seq'",
                "7:42: with 'error', 'expect' must be a map of took and at; this is '5'");
    }

    @Test
    void step_asReservedOrInvalidName_isInvalid() {
        wrong(
                """
                variables: { v: 1 }
                steps:
                  - { stream info: A, as: a b }
                  - { stream info: A, as: now }
                  - { stream info: A, as: [x] }
                  - { stream info: A, as: v }
                """,
                "3:27: 'a b' is not a name: use letters, digits and _, and do not start with a digit",
                "4:27: 'now' is a reserved name; choose another",
                "5:27: 'as' must be a text, this is a list",
                "6:27: 'v' is already the name of a variable; choose another");
    }

    @Test
    void reference_toALaterStep_isInvalid() {
        wrong(
                """
                steps:
                  - stream info: "${later.config.name}"
                    expect: { x: "${later.x}" }
                  - stream info: A
                    error: "${me}"
                  - stream info: A
                    as: later
                """,
                "2:18: unknown name 'later' in '${later.config.name}' (known: i, now)",
                "3:18: unknown name 'later' in '${later.x}' (known: i, now)",
                "5:12: unknown name 'me' in '${me}' (known: i, now)");
    }

    @Test
    void reference_inAValueNeededAtLoad_isInvalid() {
        wrong(
                """
                steps:
                  - stream info: A
                    as: k
                    expect: { x: 1 }
                  - stream info: A
                    within: "${k.time}"
                    name: "${k.x}"
                    expect: { x: "${k.config.name}" }
                """,
                "6:13: 'k' in '${k.time}' is known only while the scenario runs, and this value is needed before",
                "7:11: 'k' in '${k.x}' is known only while the scenario runs, and this value is needed before");
    }

    @Test
    void reference_notAPath_isInvalid() {
        wrong(
                """
                steps:
                  - pub: { subject: "a.${", data: "${x y}" }
                  - stream info: "ORDERS-${i}"
                    expect: { x: "${i}", y: { each: { z: "${j}" } } }
                """,
                "2:21: '${' has no closing '}' in 'a.${' (write '$${' for a literal '${')",
                "2:35: '${x y}' is not a path such as ${kept.state.messages} or ${i+1}",
                "3:18: 'i' is not known here: it is the index of each message of 'count', and of each turn of 'repeat'",
                "4:18: 'i' is known only inside 'each', where it counts the elements, and inside 'repeat', "
                        + "where it counts the turns",
                "4:42: unknown name 'j' in '${j}' (did you mean 'i'?)");
    }

    @Test
    void variables_numbersWithLeadingZeros_keepTheirText() {
        SimConfig config = valid("""
                variables: { n: 007, v: 2.10, no: no, t: { a: [1, x] }, later: "${t.a.1}${n}", esc: "$${x}" }
                numSessions: "${t.a.0}"
                sessionChurn: 0
                """);

        assertEquals(new JsonPrimitive("007"), config.names().get("n"));
        assertEquals("2.10", config.names().get("v").getAsString());
        assertEquals(new JsonPrimitive("no"), config.names().get("no"));
        assertEquals(new JsonPrimitive("x007"), config.names().get("later"));
        assertEquals(new JsonPrimitive("${x}"), config.names().get("esc"));
        assertEquals(1, config.sessions().orElseThrow().numSessions());
    }

    @Test
    void matrix_severalAxes_hasAScenarioForEachCombination() {
        List<ScenarioCase> scenarios = read("""
                name: "Store in ${matrix.storage}"
                tags: ["${matrix.storage}"]
                matrix: { storage: [memory, file], n: [1, 007] }
                variables: { both: "${matrix.storage}-${matrix.n}" }
                steps: [ { stream info: "${both}", expect: { x: "${matrix.n}" } } ]
                """);

        assertEquals(List.of(), problems(scenarios));
        assertEquals(
                List.of(
                        "Store in memory [storage=memory, n=1]",
                        "Store in memory [storage=memory, n=007]",
                        "Store in file [storage=file, n=1]",
                        "Store in file [storage=file, n=007]"),
                names(scenarios).toList());
        assertEquals(Set.of("file"), scenarios.get(3).tags());
        assertEquals(
                "file-007",
                scenarios.get(3).config().orElseThrow().names().get("both").getAsString());
    }

    @Test
    void matrix_sameProblemInAll_isReportedOnce() {
        List<ScenarioCase> scenarios = read("matrix: { a: [1, 2] }\nsteps: [ { stream inof: A } ]\n");

        assertEquals(List.of("test"), names(scenarios).toList());
        assertEquals(
                List.of("2:12: there is no verb 'stream inof' (did you mean 'stream info'?)"), problems(scenarios));
    }

    @Test
    void matrix_problemInOne_keepsTheOthers() {
        List<ScenarioCase> scenarios = read("matrix: { a: [1, x] }\nseed: \"${matrix.a}\"\nnumSessions: 3\n");

        assertTrue(scenarios.get(0).config().isPresent());
        assertEquals(List.of("2:7: 'seed' must be a whole number, this is 'x'"), problems(scenarios));
    }

    @Test
    void matrix_tooLarge_isInvalid() {
        String axis = ": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]";

        wrongTop(
                "matrix:\n  a" + axis + "\n  b" + axis + "\n  c" + axis + "\n",
                "4:6: the matrix has more than 1000 combinations");
    }

    @Test
    void names_duplicate_getTheirPlaces() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "name: same\nnumSessions: 3\n---\nname: same\nnumSessions: 3\n");
        Files.writeString(folder.resolve("b.yml"), "name: same\nnumSessions: 3\n");
        Files.writeString(folder.resolve("c.json"), "{\"matrix\": {\"a\": [1, 1]}, \"numSessions\": 3}");
        Files.writeString(folder.resolve("notes.txt"), "no scenario");
        Files.writeString(folder.resolve(".hidden.yaml"), "no scenario");

        List<String> names = ScenarioReader.read(List.of(folder)).stream()
                .flatMap(file -> names(file.scenarios()))
                .map(name -> name.replace(folder.toString() + "/", ""))
                .toList();

        assertEquals(
                List.of(
                        "same (a.yaml:1)",
                        "same (a.yaml:4)",
                        "same (b.yml:1)",
                        "c [a=1] (c.json:1)",
                        "c [a=1] (c.json:1) #2"),
                names);
    }

    @Test
    void read_missingPath_throws() {
        UncheckedIOException error =
                assertThrows(UncheckedIOException.class, () -> ScenarioReader.read(List.of(folder.resolve("nowhere"))));

        assertTrue(error.getMessage().contains("there is no such file or folder"), error.getMessage());
    }

    @Test
    void read_missingPathWithAnotherEnding_namesTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("first.yaml"), "steps: []");
        Path missing = folder.resolve("first.yml");

        UncheckedIOException error =
                assertThrows(UncheckedIOException.class, () -> ScenarioReader.read(List.of(missing)));

        assertEquals(missing + ": there is no such file or folder; did you mean " + file + "?", error.getMessage());
    }

    @Test
    void step_listOfItems_isOneStep() {
        Step step = step("pub: [a, { subject: b, data: x }]\nexpect: [ {}, { seq: 2 } ]");

        assertTrue(step.isList());
        assertEquals(2, step.bind(new LoadScope(java.util.Map.of(), Set.of())).size());
    }

    @Test
    void step_excerpt_hasItsLines() {
        SimConfig config =
                valid("steps:\n  - stream info: A\n    expect:\n      x: 1\n\n  - stream info: B\n    error: {}\n");

        assertEquals(
                List.of("2 |   - stream info: A", "3 |     expect:", "4 |       x: 1"),
                config.steps().get(0).excerpt());
    }

    @Test
    void file_namedTwice_isReadOnce() throws IOException {
        Path a = Files.writeString(folder.resolve("a.yaml"), "numSessions: 3");
        Path b = Files.writeString(folder.resolve("b.yaml"), "numSessions: 3");
        Path link = Files.createSymbolicLink(folder.resolve("c.yaml"), a);

        List<ScenarioFile> files = ScenarioReader.read(List.of(b, folder, a, link));

        assertEquals(List.of(b, a), files.stream().map(ScenarioFile::path).toList());
        assertEquals(
                List.of("b", "a"),
                files.stream()
                        .flatMap(file -> file.scenarios().stream())
                        .map(ScenarioCase::name)
                        .toList());
    }
}

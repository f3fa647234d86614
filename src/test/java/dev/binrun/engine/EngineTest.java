package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class EngineTest {
    private static final String ORDERS = "streams: [{name: ORDERS, subjects: [orders.>]}]\nsteps:\n";

    @Test
    void scenario_holds_passes() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: orders.new hello
                    expect: {stream: ORDERS, seq: 1}
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.details());
        assertEquals("", verdict.message());
        assertEquals(64, verdict.digest().length());
    }

    @Test
    void scenario_runOften_takesServersThatWereStartedMeanwhile() {
        ScenarioCase scenario = ScenarioReader.readText(
                        Path.of("test.yaml"), ORDERS + "  - {pub: orders.new hello, expect: {seq: 1}}")
                .scenarios()
                .get(0);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            Set<Long> before =
                    ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
            return before.contains(runAndFindServer(scenario));
        });
    }

    /** Returns the process id in the first line of the server's log, such as {@code [4711] 2026/…}. */
    private static long runAndFindServer(ScenarioCase scenario) {
        List<String> log = new CopyOnWriteArrayList<>();
        Verdict verdict = new Engine(System.getenv()).run(scenario, new Listener() {
            @Override
            public void line(String line) {}

            @Override
            public Consumer<String> serverLog(ScenarioCase started, int number, String node) {
                return log::add;
            }
        });
        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.details());
        String first = log.get(0);
        assertTrue(first.contains("Starting nats-server"), first);
        return Long.parseLong(first.substring(1, first.indexOf(']')));
    }

    @Test
    void scenario_skipped_reportsTheReason() {
        Verdict verdict = Running.of("{skip: the server is rebuilt, numSessions: 3}");

        assertEquals(Outcome.SKIPPED, verdict.outcome());
        assertEquals("the server is rebuilt", verdict.message());
    }

    @Test
    void scenario_needsANewerServer_isSkipped() {
        Verdict verdict = Running.of("{requires: 99.1, numSessions: 1, sessionChurn: 0}");

        assertEquals(Outcome.SKIPPED, verdict.outcome());
        assertTrue(verdict.message().startsWith("needs nats-server 99.1, this is 2."), verdict.message());
    }

    @Test
    void scenario_invalid_isNotStarted() {
        Map<String, String> nothingToStart = Map.of("BINRUN_NATS_SERVER", "/nowhere/nats-server");
        Verdict verdict = Running.of(new Engine(nothingToStart), "{numSessions: -1, numSesions: 2}");

        assertEquals(Outcome.INVALID, verdict.outcome());
        assertEquals(
                "test.yaml:1:15: 'numSessions' must be a whole number of at least 0, this is '-1' (and 1 more problem)",
                verdict.message());
        assertTrue(verdict.details()
                .contains("test.yaml:1:19: a scenario has no 'numSesions' (did you mean 'numSessions'?)"));
    }

    @Test
    void simulation_churnBeyondSessions_isInvalidAlsoByDefault() {
        assertEquals(
                "test.yaml:1:34: 'sessionChurn' must be at most numSessions, which is 3; this is '4'",
                Running.of("{numSessions: 3, sessionChurn:   4}").message());
        assertEquals(
                "test.yaml:1:15: 'sessionChurn' must be at most numSessions, which is 1; this is '2' if left out",
                Running.of("{numSessions: 1}").message());
    }

    @Test
    void server_missing_isBroken() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("BINRUN_NATS_SERVER", "/nowhere/nats-server");
        Verdict verdict = Running.of(new Engine(environment), "numSessions: 1\nsessionChurn: 0\n");

        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertTrue(verdict.message().contains("/nowhere/nats-server"), verdict.message());
    }

    @Test
    void server_wrongConfig_isBrokenWithItsLog() {
        Verdict verdict =
                Running.of("server: {config: {max_payload: [1]}}\n" + ORDERS + "  - {pub: orders.a x, expect: {}}\n");

        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertTrue((verdict.message() + verdict.details()).contains("max_payload"), verdict.message());
    }

    @Test
    void step_differs_reportsPlaceAndDifference() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: orders.new hello
                  - stream info: ORDERS
                    expect: {state: {messages: 5, last_seq: 1, first_seq: 2}}
                  - stream info: ORDERS
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals("test.yaml:4: stream info: state.messages: expected 5, was 1", verdict.message());
        assertTrue(verdict.details().contains("also: state.first_seq: expected 2, was 1"), verdict.details());
        assertTrue(verdict.details().contains("4 |   - stream info: ORDERS"), verdict.details());
        assertTrue(verdict.details().contains("not run"), verdict.details());
        assertFalse(verdict.digest().isEmpty());
    }

    @Test
    void step_withName_isReportedByName() {
        Verdict verdict = Running.of(ORDERS + """
                  - stream info: ORDERS
                    name: nothing is there yet
                    expect: {state: {messages: 1}}
                """);

        assertEquals("test.yaml:3: nothing is there yet: state.messages: expected 1, was 0", verdict.message());
    }

    @Test
    void step_unexpectedError_failsWithTheServersText() {
        Verdict verdict = Running.of(ORDERS + "  - stream info: NONE\n    expect: {}\n");

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals(
                "test.yaml:3: stream info: expected an answer, was the error 'stream not found: there is no stream 'NONE'' (10059)",
                verdict.message());
    }

    @Test
    void error_expectedByCodeWordMapOrAny_holds() {
        Verdict verdict = Running.of(ORDERS + """
                  - {stream info: NONE, error: 10059}
                  - {stream info: NONE, error: Not Found}
                  - {stream info: NONE, error: {code: 404, err_code: 10059, description: "~ ^stream"}}
                  - {stream info: NONE, error: {}}
                  - {stream info: [NONE, NOTHING], error: not found}
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message());
    }

    @Test
    void error_anotherThanExpected_reportsBoth() {
        Verdict verdict = Running.of(ORDERS + "  - {stream info: NONE, error: 10058}\n");

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals(
                "test.yaml:3: stream info: error: expected err_code 10058, was "
                        + "{\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"}",
                verdict.message());
    }

    @Test
    void error_expectedButAnswered_fails() {
        Verdict verdict = Running.of(ORDERS + "  - {stream info: [NONE, ORDERS], error: not found}\n");

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(
                verdict.message()
                        .startsWith("test.yaml:3: stream info: [1]: expected the error 'not found', was an answer: {"),
                verdict.message());
    }

    @Test
    void within_reached_tookIsTheWholeWait() {
        Verdict verdict = Running.of("""
                streams: [{name: SHORT, subjects: [s], max_age: 300ms}]
                steps:
                  - pub: s x
                  - stream info: SHORT
                    within: 5s
                    expect: {state: {messages: 0}, took: "100ms..4s"}
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message());
    }

    @Test
    void within_missed_reportsTheLastDifferenceAndTheTime() {
        Verdict verdict = Running.of(ORDERS + """
                  - stream info: ORDERS
                    within: 200ms
                    expect: {state: {messages: 1}}
                """);

        assertEquals("test.yaml:3: stream info: state.messages: expected 1, was 0", verdict.message());
        assertTrue(
                verdict.details().matches("(?s).*\nwaited \\d+(\\.\\d+)?m?s \\(within 200ms\\), tried \\d+ times\n.*"),
                verdict.details());
    }

    @Test
    void during_violated_reportsHowLongItHeld() {
        Verdict verdict = Running.of("""
                streams: [{name: SHORT, subjects: [s], max_age: 300ms}]
                steps:
                  - pub: s x
                  - stream info: SHORT
                    during: 5s
                    expect: {state: {messages: 1}}
                """);

        assertEquals("test.yaml:4: stream info: state.messages: expected 1, was 0", verdict.message());
        assertTrue(verdict.details().contains("of 5s (during)"), verdict.details());
    }

    @Test
    void during_held_lastsThatLong() {
        Verdict verdict = Running.of(ORDERS + """
                  - stream info: ORDERS
                    as: before
                  - stream info: ORDERS
                    during: 300ms
                    expect: {state: {messages: 0}}
                  - stream info: ORDERS
                    expect: {at: "> ${before.at+300ms}"}
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message());
    }

    @Test
    void took_notHolding_fails() {
        Verdict verdict = Running.of(ORDERS + "  - stream info: ORDERS\n    expect: {took: '> 10s'}\n");

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(
                verdict.message().startsWith("test.yaml:3: stream info: took: expected > 10s, was '"),
                verdict.message());
    }

    @Test
    void error_withTook_judgesBoth() {
        String step = "  - {stream info: NONE, error: not found, expect: {took: '%s'}}\n";

        assertEquals(
                Outcome.PASSED, Running.of(ORDERS + step.formatted("< 10s")).outcome());
        assertEquals(
                Outcome.FAILED, Running.of(ORDERS + step.formatted("> 10s")).outcome());
    }

    @Test
    void kept_unknownPath_isBrokenWithThePlace() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: orders.new hello
                    as: ack
                  - stream info: ORDERS
                    expect: {state: {messages: "${ack.sequence}"}}
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertEquals(
                "test.yaml:6:32: '${ack.sequence}': ack has no 'sequence' (known: stream, seq, at, took)",
                verdict.message());
    }

    @Test
    void kept_textLikeAnOperator_isComparedAsText() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: {subject: orders.new, data: "> 0"}
                  - pub: {subject: orders.new, data: "5"}
                  - consumer add: {stream: ORDERS, durable_name: c}
                  - consumer next: {stream: ORDERS, consumer: c, batch: 2}
                    as: kept
                    expect: {messages: [{data: {equals: "> 0"}}, {data: "${kept2}"}]}
                """.replace("${kept2}", "5") + """
                  - consumer add: {stream: ORDERS, durable_name: d}
                  - consumer next: {stream: ORDERS, consumer: d, batch: 2}
                    expect: {messages: [{data: "${kept.messages.1.data}"}, {data: "${kept.messages.0.data}"}]}
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals(
                "test.yaml:10: consumer next: messages: expected 2 elements in this order, was 2: [0] {data: 5} is at [1]",
                verdict.message());
    }

    @Test
    void topology_refused_failsWithItsPlace() {
        Verdict verdict = Running.of("""
                streams:
                  - {name: A, subjects: [a.>]}
                  - {name: B, subjects: [a.b]}
                steps:
                  - {pub: a.b x, expect: {}}
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals(
                "test.yaml:3: stream add: expected an answer, was the error 'subjects overlap with an existing stream' (10065)",
                verdict.message());
    }

    @Test
    void topology_mirror_isActiveBeforeTheFirstStep() {
        Verdict verdict = Running.of("""
                streams:
                  - {name: A, subjects: [a.>]}
                  - {name: M, mirror: {name: A}}
                steps:
                  - {stream info: M, expect: {mirror: {name: A, active: ">= 0"}}}
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message());
    }

    @Test
    void topology_mirrorWithoutOrigin_isBrokenAndNamesTheMirror() {
        Verdict verdict = Running.of("""
                timeout: 1s
                streams: [{name: M, mirror: {name: NOPE}}]
                steps:
                  - {stream info: M, expect: {state: {messages: 0}}}
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.message());
        assertTrue(
                verdict.message()
                        .matches("the topology is not ready: M receives nothing from NOPE within .*ms"
                                + " \\(does that stream exist\\?\\)"),
                verdict.message());
    }

    @Test
    void step_withManyDifferences_showsTheFirstTen() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: {subject: orders.a, data: "x${i}", count: 30}
                  - consumer add: {stream: ORDERS, durable_name: c}
                  - consumer next: {stream: ORDERS, consumer: c, batch: 30}
                    expect: {messages: {each: {data: y}}}
                """);

        assertEquals("test.yaml:5: consumer next: messages[0].data: expected 'y', was 'x0'", verdict.message());
        assertTrue(
                verdict.details()
                        .contains("\nalso: messages[9].data: expected 'y', was 'x9'\nand 20 more differences\n"),
                verdict.details());
    }

    @Test
    void step_controlCharactersInAnAnswer_areEscaped() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: {subject: orders.a, hex: "1b5b33316d00"}
                  - consumer add: {stream: ORDERS, durable_name: c}
                  - {consumer next: ORDERS c, expect: {messages: [{data: red}]}}
                """);

        assertEquals(
                "test.yaml:5: consumer next: messages[0].data: expected 'red', was '\\u001b[31m\\u0000'",
                verdict.message());
        assertFalse(verdict.report().contains("\u001b"), verdict.report());
    }

    @Test
    void operator_withoutSpace_getsAHint() {
        Verdict verdict = Running.of(ORDERS + "  - {stream info: ORDERS, expect: {state: {messages: '>0'}}}\n");

        assertEquals(
                "test.yaml:3: stream info: state.messages: expected '>0' (write a space after an operator), was 0",
                verdict.message());
    }

    @Test
    void timeout_duringAStep_failsInTime() {
        Verdict verdict = Running.of("timeout: 1s\n" + ORDERS + """
                  - consumer add: {stream: ORDERS, durable_name: c}
                  - consumer next: ORDERS c
                  - consumer next: ORDERS c
                    expect: {messages: []}
                """);

        assertEquals(Outcome.FAILED, verdict.outcome(), verdict.message());
        assertEquals("test.yaml:5: consumer next: the time is up: the scenario's timeout is 1s", verdict.message());
        assertTrue(
                verdict.took().compareTo(Duration.ofSeconds(4)) < 0,
                verdict.took().toString());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void timeout_whileWaiting_reportsTheLastDifference() {
        Verdict verdict = Running.of(
                "timeout: 1s\n" + ORDERS + "  - {stream info: ORDERS, within: 1s, expect: {state: {messages: 1}}}\n");

        assertEquals("test.yaml:4: stream info: the time is up: the scenario's timeout is 1s", verdict.message());
        assertTrue(
                verdict.details().matches("(?s).*\nlast: [^\n]*state.messages: expected 1, was 0\n.*"),
                verdict.details());
    }

    @Test
    void clients_byName_haveTheirOwnConnections() {
        Verdict verdict = Running.of(ORDERS + """
                  - {pub: orders.a x, client: alice, expect: {seq: 1}}
                  - {pub: orders.a x, client: bob, expect: {seq: 2}}
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message());
    }

    @Test
    void repeat_allPassing_isOneVerdict() {
        Verdict verdict = Running.of("repeat: 3\n" + ORDERS + "  - {pub: orders.a x, expect: {seq: 1}}\n");

        assertEquals(Outcome.PASSED, verdict.outcome());
        assertTrue(verdict.output().startsWith("3 runs with seed 1, 1 digest\n"), verdict.output());
        assertEquals("3 runs, 1 digest", verdict.message());
        assertEquals(64, verdict.digest().length());
    }

    @Test
    void repeat_interrupted_isBrokenAndNotPassed() {
        Engine engine = new Engine(System.getenv());
        ScenarioCase scenario = ScenarioReader.readText(
                        Path.of("test.yaml"), "repeat: 5\n" + ORDERS + "  - {pub: orders.a x, expect: {seq: 1}}\n")
                .scenarios()
                .get(0);
        Thread.currentThread().interrupt();

        Verdict verdict = engine.run(scenario, line -> {});

        assertTrue(Thread.interrupted(), "the interrupt must be kept");
        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertEquals("interrupted after 0 of 5 runs", verdict.message());
    }

    @Test
    void names_repeated_neverEqualAWrittenName() {
        String doc = "name: %s\nnumSessions: 2\n";
        List<String> names = ScenarioReader.readText(
                        Path.of("t.yaml"),
                        doc.formatted("A") + "---\n" + doc.formatted("A") + "---\n" + doc.formatted("\"A (t.yaml:1)\""))
                .scenarios()
                .stream()
                .map(ScenarioCase::name)
                .toList();

        assertEquals(List.of("A (t.yaml:1) #2", "A (t.yaml:4)", "A (t.yaml:1)"), names);
    }

    @Test
    void took_comparedWithABareNumber_doesNotHold() {
        Verdict verdict = Running.of(ORDERS + "  - {stream info: ORDERS, expect: {took: '> 5'}}\n");

        assertEquals(Outcome.FAILED, verdict.outcome());
    }

    @Test
    void regex_tooDeep_isBroken() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: {subject: orders.a, size: 40000}
                  - consumer add: {stream: ORDERS, durable_name: c}
                  - {consumer next: ORDERS c, expect: {messages: [{data: {hex: '~ ^([0-9]|[a-f])*Z'}}]}}
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.message());
        assertTrue(
                verdict.message()
                        .startsWith(
                                "test.yaml:5: consumer next: the regular expression '^([0-9]|[a-f])*Z' needs too much stack"),
                verdict.message());
    }

    @Test
    void pub_coreRejectedByTheServer_isAnError() {
        String denied = "server: {config: {authorization: {timeout: 5}, max_payload: 1024}}\n" + ORDERS
                + "  - {pub: {subject: orders.a, core: true, size: 5000}, expect: {published: 1}}\n";

        Verdict verdict = Running.of(denied);

        assertEquals(Outcome.FAILED, verdict.outcome(), verdict.message());
    }

    @Test
    void repeat_someFailing_isFlaky() {
        Verdict pass = new Verdict("n", null, Outcome.PASSED, "", "", Duration.ofMillis(1), "a", "");
        Verdict fail = new Verdict("n", null, Outcome.FAILED, "boom", "why", Duration.ofMillis(1), "b", "");

        Verdict verdict = Verdicts.together(List.of(pass, fail, pass), 7);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals("flaky: 1 of 3 runs did not pass, with seed 7; the first was run 2: boom", verdict.message());
        assertEquals(verdict.message() + "\nwhy", verdict.details());
    }

    @Test
    void serverVersion_isThatOfTheServer_whateverTheOutcome() {
        String version = NatsBinary.installed(System.getenv()).orElseThrow().version();
        String yaml = ORDERS + "  - {pub: orders.a x, expect: {seq: %d}}\n";

        assertEquals(version, Running.of(yaml.formatted(1)).serverVersion());
        assertEquals(version, Running.of(yaml.formatted(2)).serverVersion());
        assertEquals(version, Running.of("repeat: 2\n" + yaml.formatted(1)).serverVersion());
        assertEquals(version, Running.of("repeat: 2\n" + yaml.formatted(2)).serverVersion());
        assertEquals(version, Running.of("requires: 99.1\n" + yaml.formatted(1)).serverVersion());
    }

    @Test
    void serverVersion_ofAScenarioThatDidNotRun_isEmpty() {
        assertEquals("", Running.of("{skip: not now, numSessions: 3}").serverVersion());
        assertEquals("", Running.of("{numSesions: 3}").serverVersion());
    }

    @Test
    void serverVersion_staysIfTheRunCannotBeClosed() {
        Verdict good =
                new Verdict("n", null, Outcome.PASSED, "", "", Duration.ZERO, "", "").withServerVersion("2.14.6");
        Verdict after = new Verdict("n", null, Outcome.BROKEN, "a server stays", "", Duration.ZERO, "", "");
        UnexpectedFailures failures = new UnexpectedFailures();
        failures.add(new IllegalStateException("bug"));

        assertEquals("2.14.6", Verdicts.asJudged(List.of(good, after)).serverVersion());
        assertEquals("2.14.6", failures.judge(good).serverVersion());
    }

    @Test
    void digest_excludesGeneratedIdsButNotTheScenarios() {
        String pub = """
                streams: [ { name: A, subjects: [a] } ]
                steps:
                  - pub: { subject: a, data: x, retry: 5s%s }
                    expect: { seq: 1 }
                """;
        String digest = Running.of(pub.formatted("")).digest();

        assertEquals(64, digest.length());
        assertEquals(digest, Running.of(pub.formatted("")).digest());
        assertNotEquals(
                Running.of(pub.formatted(", msg_id: one")).digest(),
                Running.of(pub.formatted(", msg_id: two")).digest());
    }

    @Test
    void digest_excludesTheTimeOfRepublishedMessages() {
        String republished = """
                streams:
                  - { name: A, subjects: [a], republish: { src: a, dest: r } }
                  - { name: R, subjects: [r] }
                steps:
                  - pub: a x
                  - stream info: R
                    within: 5s
                    expect: { state: { messages: 1 } }
                """;

        assertEquals(Running.of(republished).digest(), Running.of(republished).digest());
    }

    /** The reply of a server that hangs for longer than the wait is too late. */
    @Test
    void within_answerIsTooLate_isMissed() {
        Verdict verdict = Running.of(ORDERS + """
                  - server pause:
                  - parallel:
                      - - stream info: ORDERS
                          within: 300ms
                          expect: {state: {messages: 0}}
                      - - sleep: 4s
                        - server resume:
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(verdict.message().contains("stream info (branch 1 of 2): expected an answer"), verdict.message());
    }

    @Test
    void digest_dependsOnTheContent() {
        String one = ORDERS + "  - {pub: orders.a %s, expect: {seq: 1}}\n";

        String digest = Running.of(one.formatted("x")).digest();

        assertEquals(digest, Running.of(one.formatted("x")).digest());
        assertNotEquals(digest, Running.of(one.formatted("y")).digest());
    }

    @Test
    void repeat_eachRunHasItsOwnServer() {
        String yaml = ORDERS + "  - {pub: orders.a x, expect: {seq: 1}}\n";

        assertEquals(Outcome.PASSED, Running.of(yaml).outcome());
        assertEquals(Outcome.PASSED, Running.of(yaml).outcome());
    }

    @Test
    void servers_areAnnounced_andTheirEnd_inEachRun() {
        ScenarioCase scenario = ScenarioReader.readText(
                        Path.of("test.yaml"), "repeat: 2\n" + ORDERS + "  - {pub: orders.a x, expect: {seq: 1}}\n")
                .scenarios()
                .get(0);
        List<List<String>> ready = new CopyOnWriteArrayList<>();
        List<List<String>> ended = new CopyOnWriteArrayList<>();

        Verdict verdict = new Engine(System.getenv()).run(scenario, new Listener() {
            @Override
            public void line(String line) {}

            @Override
            public Runnable serving(ScenarioCase started, List<String> urls) {
                ready.add(urls);
                return () -> ended.add(urls);
            }
        });

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.details());
        assertEquals(List.of(1, 1), ready.stream().map(List::size).toList());
        assertEquals(ready, ended);
        assertTrue(ready.get(0).get(0).matches("nats://127\\.0\\.0\\.1:\\d+"), ready::toString);
    }
}

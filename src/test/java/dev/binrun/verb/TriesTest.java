package dev.binrun.verb;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests {@code within} with verbs that consume messages: the messages of earlier tries are shown. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
final class TriesTest {
    private static final String WORKER = """
            streams: [{ name: A, subjects: [a.>] }]
            consumers: [{ stream: A, durable_name: w }]
            steps:
              - pub: { subject: "a.${i}", data: "order-${i}", count: 3 }
            """;

    @Test
    void next_messageOfALaterTry_showsMessagesOfEarlierTries() {
        passes(WORKER + """
                  - consumer next: A w
                    within: 5s
                    as: third
                    expect:
                      messages: [{ data: order-2, deliveries: 1 }]
                      earlier: { received: 2, messages: [{ data: order-0 }, { data: order-1, seq: 2 }] }
                  - consumer info: A w
                    expect: { num_pending: 0, num_ack_pending: 0, ack_floor: { stream_seq: 3 } }
                  - stream get: { stream: A, seq: "${third.earlier.messages.1.seq}" }
                    expect: { message: { data: order-1 } }
                """);
    }

    @Test
    void next_firstTryMatches_hasNoEarlierMessages() {
        passes(WORKER + """
                  - consumer next: A w
                    within: 5s
                    expect: { messages: [{ data: order-0 }], earlier: { absent: true } }
                """);
    }

    @Test
    void next_messagePublishedLater_waitsForIt() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                consumers: [{ stream: A, durable_name: w }]
                steps:
                  - parallel:
                      - - sleep: 300ms
                        - pub: a.x late
                      - - consumer next: { stream: A, consumer: w, no_wait: true }
                          within: 10s
                          expect: { messages: [{ data: late }], earlier: { absent: true }, took: ">= 200ms" }
                """);
    }

    @Test
    void next_consumerCreatedLater_waitsForIt() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - pub: a.x here
                  - parallel:
                      - - sleep: 200ms
                        - consumer add: { stream: A, durable_name: w }
                      - - consumer next: A w
                          within: 10s
                          expect: { messages: [{ data: here }] }
                """);
    }

    @Test
    void next_errorExpected_repeatsUntilTheError() {
        passes(WORKER + """
                  - parallel:
                      - - sleep: 200ms
                        - consumer rm: A w
                      - - consumer next: { stream: A, consumer: w, batch: 5, expires: 50ms }
                          within: 10s
                          error: no responders
                """);
    }

    @Test
    void next_neverMatches_showsMessagesOfAllTries() {
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), WORKER + """
                  - consumer next: { stream: A, consumer: w, batch: 2, expires: 100ms }
                    within: 2s
                    expect: { messages: [{ data: order-7 }] }
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(
                verdict.message().startsWith("t.yaml:5: consumer next: messages: expected 1 element, was 0"),
                verdict::message);
        assertTrue(verdict.details().contains("""
                        messages that earlier attempts consumed: 3
                          seq 1, a.0: 'order-0'
                          seq 2, a.1: 'order-1'
                          seq 3, a.2: 'order-2'
                        """), verdict::details);
    }

    @Test
    void next_neverMatchesOfMany_showsTheFirstTen() {
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), WORKER.replace("count: 3", "count: 1500") + """
                  - consumer next: { stream: A, consumer: w, batch: 100, expires: 100ms }
                    within: 5s
                    expect: { messages: { size: 101 } }
                """);

        assertTrue(verdict.details().contains("messages that earlier attempts consumed: 1500\n"), verdict::details);
        assertTrue(verdict.details().contains("  seq 10, a.9: 'order-9'\n  … 1490 more\n"), verdict::details);
    }

    @Test
    void next_manyEarlierMessages_areCutAndProveNothingAboutAll() {
        String drained = WORKER.replace("count: 3", "count: 1500")
                + "  - consumer next: { stream: A, consumer: w, batch: 500, expires: 100ms }\n    within: 10s\n";
        Judging.breaks(
                drained + "    expect: { messages: [], earlier: { messages: { none: { data: order-1400 } } } }\n",
                "t.yaml:5: consumer next: earlier.messages: kept the first 1000 of 1500 (keep: 1500 keeps all): a"
                        + " statement about all elements cannot be judged by some of them");
        passes(drained
                + "    expect: { messages: [], earlier: { received: 1500, messages: { any: { data: order-7 } } } }\n");
    }

    @Test
    void next_noMessage_waitsNoLongerThanWithin() {
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), """
                timeout: 90s
                streams: [{ name: A, subjects: [a.>] }]
                consumers: [{ stream: A, durable_name: w }]
                steps:
                  - consumer next: { stream: A, consumer: w, expires: 60s }
                    within: 300ms
                    expect: { messages: { size: 1 } }
                """);

        assertEquals(
                "t.yaml:5: consumer next: messages.size: expected 1, was 0: [] (408 Request Timeout)",
                verdict.message());
        assertTrue(verdict.took().compareTo(Duration.ofSeconds(30)) < 0, () -> "took " + verdict.took());
    }

    @Test
    void next_shortWithinWithHeartbeat_isAcceptedByTheServer() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                consumers: [{ stream: A, durable_name: w }]
                steps:
                  - consumer next: { stream: A, consumer: w, expires: 5s, idle_heartbeat: 400ms }
                    within: 300ms
                    expect: { messages: [], status: { code: 408 } }
                """);
    }

    @Test
    void next_scenarioTimeout_showsConsumedMessages() {
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), "timeout: 4s\n" + WORKER + """
                  - sleep: 1s
                  - consumer next: { stream: A, consumer: w, batch: 3, expires: 100ms }
                    within: 3900ms
                    expect: { messages: [{ data: order-7 }] }
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        String all = verdict.message() + verdict.details();
        assertTrue(all.contains("messages that were consumed by then: 3 seq 1, a.0: 'order-0' seq 2"), all);
    }

    @Test
    void next_failsAfterMessages_showsThem() {
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), WORKER + """
                  - consumer add: { stream: A, durable_name: none, ack_policy: none }
                  - consumer next: { stream: A, consumer: none, ack: nak }
                    expect: { messages: { size: 1 } }
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(verdict.details().contains("""
                        messages that were consumed before the error: 1
                          seq 1, a.0: 'order-0'
                        """), verdict::details);
    }

    @Test
    void next_during_showsConsumedMessages() {
        passes(WORKER + """
                  - consumer next: { stream: A, consumer: w, expires: 50ms }
                    during: 2s
                    expect: { messages: { size: "<= 1" } }
                    as: held
                  - stream info: A
                    expect: { state: { messages: 3, last_seq: "${held.earlier.received}" } }
                """);
    }

    @Test
    void request_laterReplyMatches_isRepeatedUntilThen() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - reply: { subject: state, data: "${i}" }
                  - request: state
                    within: 5s
                    expect: { message: { data: 3 }, earlier: { absent: true } }
                """);
    }

    @Test
    void request_responderStartsLater_waitsForIt() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - parallel:
                      - - sleep: 200ms
                        - reply: { subject: state, data: ready }
                      - - request: state
                          within: 10s
                          expect: { message: { data: ready } }
                """);
    }

    @Test
    void request_withoutReply_waitsNoLongerThanWithin() {
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), """
                timeout: 90s
                steps:
                  - sub: silent
                  - request: { subject: silent, timeout: 60s }
                    within: 300ms
                    expect: { message: { data: x } }
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(
                verdict.message().startsWith("t.yaml:4: request: expected an answer, was the error 'timeout"),
                verdict::message);
        assertTrue(verdict.took().compareTo(Duration.ofSeconds(30)) < 0, () -> "took " + verdict.took());
    }

    @Test
    void request_rawPull_showsConsumedMessages() {
        String pulls = WORKER
                + "  - request: { subject: $JS.API.CONSUMER.MSG.NEXT.A.w, json: { batch: 1, no_wait: true }, replies:"
                + " 1 }\n"
                + "    within: 2s\n";
        passes(pulls + "    expect: { messages: [{ data: order-2 }], earlier: { received: 2 } }\n");
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), pulls + "    expect: { messages: [1] }\n");
        assertTrue(
                verdict.details().contains("messages that earlier attempts consumed: 3\n  seq 1, a.0: 'order-0'\n"),
                verdict::details);
    }

    @Test
    void pub_within_isNotRepeated() {
        List<String> problems = ScenarioReader.readText(
                        Path.of("t.yaml"), "steps: [{ pub: a.x, within: 1s, expect: { seq: 3 } }]")
                .scenarios()
                .get(0)
                .problems()
                .stream()
                .map(Problem::message)
                .toList();

        assertEquals(
                List.of("'within' repeats only verbs that read, and 'pub' does more (write 'within' beside a later"
                        + " step that reads, such as collect or stream info)"),
                problems);
    }

    @Test
    void next_inAList_showsMessagesOfEarlierTries() {
        fails(
                WORKER + """
                  - consumer next: [{ stream: A, consumer: w, no_wait: true }, { stream: A, consumer: w, no_wait: true }]
                    within: 2s
                    expect: [{ messages: [{ data: order-1 }] }, { messages: [] }]
                """,
                "t.yaml:5: consumer next: [0].messages: expected 1 element, was 0: missing [0] {data: 'order-1'} (404"
                        + " No Messages)");
    }
}

package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A scenario ends at most two seconds after its timeout, for any step and any state of its servers. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
final class TimeBoundTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** The duration of a verdict includes the start of the server, the timeout does not. */
    private static final Duration START = Duration.ofSeconds(2);

    private static final String WORLD = """
            timeout: 1s
            streams:
              - { name: A, subjects: [a.>], allow_direct: true }
            consumers:
              - { stream: A, durable_name: c }
            kv:
              - { bucket: b }
            objects:
              - { bucket: o }
            steps:
              - consumer sub: { stream: A, consumer: c }
                as: sub
              - kv watch: b
                as: watch
              - FAULT: n1
            """;

    static Stream<String> waiting() {
        return Stream.of(
                "pub: { subject: a.x, count: 100000 }",
                "pub: { subject: a.x, count: 1000, async: true }",
                "pub: { subject: a.x, core: true, count: 100000, size: 10000 }",
                "request: { subject: x.y }",
                "request: { subject: $JS.API.STREAM.LIST, replies: 3 }",
                "sub: x.y",
                "reply: { subject: x.y, data: z }",
                "stream add: { name: B, subjects: [b] }",
                "stream edit: { name: A, max_msgs: 5 }",
                "stream info: A",
                "stream ls:",
                "stream view: A",
                "stream get: { stream: A, seq: 1 }",
                "stream get: { stream: A, last_for: a.x, direct: true }",
                "stream purge: A",
                "stream rm: A",
                "consumer add: { stream: A, durable_name: d }",
                "consumer info: A c",
                "consumer ls: A",
                "consumer next: { stream: A, consumer: c, expires: 500ms }",
                "consumer sub: { stream: A, ordered: true }",
                "consumer pause: { stream: A, consumer: c, pause_until: \"${now+1h}\" }",
                "consumer rm: A c",
                "kv put: b k v",
                "kv get: b k",
                "kv keys: b",
                "kv history: b k",
                "kv watch: b",
                "kv ls:",
                "kv rm: b",
                "object put: { bucket: o, name: x, size: 1000000 }",
                "object get: o x",
                "object ls: o",
                "object watch: o",
                "account info:",
                "server check jetstream:",
                "collect: sub",
                "stop: watch",
                "server stop: { node: n1, timeout: 900ms }");
    }

    @ParameterizedTest
    @MethodSource("waiting")
    void timeIsUp_serverIsPaused_endsInTime(String step) {
        assertInTime(WORLD.replace("FAULT", "server pause") + step(step));
    }

    @ParameterizedTest
    @MethodSource("waiting")
    void timeIsUp_serverIsDead_endsInTime(String step) {
        assertInTime(WORLD.replace("FAULT", "server kill") + step(step));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server lame-duck: n1",
                "server kill: [n1, n2]\n  - server start: [n1, n2]",
                "repeat: { count: 1000, steps: [ { server restart: n1, expect: { state: running } } ] }",
                "network cut: n1\n  - pub: { subject: a, retry: 900ms }",
                "server pause: [n1, n2, n3]",
            })
    void timeIsUp_clusterHasFaults_endsInTime(String steps) {
        for (String checks : new String[] {"", "checks:\n  - no-acked-loss: A\n  - replicas-agree: A\n"}) {
            assertInTime("""
                    timeout: 1s
                    server: { nodes: 3, config: { lame_duck_duration: 20s } }
                    streams: [ { name: A, subjects: [a], num_replicas: 3 } ]
                    steps:
                      - pub: a
                    """ + "  - " + steps + "\n" + "  - stream info: A\n    within: 900ms\n"
                    + "    expect: { state: { messages: 7 } }\n" + checks);
        }
    }

    @Test
    void timeIsUp_inTheTopology_namesTheItemAndTheCount() {
        StringBuilder text = new StringBuilder("timeout: 500ms\nstreams:\n");
        for (int i = 1; i <= 20_000; i++) {
            text.append("  - { name: S").append(i).append(" }\n");
        }
        text.append("steps: [ { stream info: S1, expect: { state: { messages: 7 } } } ]\n");
        Verdict verdict = Running.of(text.toString());
        assertEquals(Outcome.FAILED, verdict.outcome(), verdict.report());
        assertTrue(
                verdict.message()
                        .matches("test.yaml:[0-9]+: stream add: the time is up: the scenario's timeout is 500ms"
                                + " \\(stream add [0-9,]+ of 20,000 in the topology\\)"),
                verdict.message());
    }

    @Test
    void timeIsUp_whileChecksAreJudged_isBroken() {
        Verdict verdict = Running.of("""
                timeout: 1s
                server: { nodes: 3 }
                streams: [ { name: A, subjects: [a], num_replicas: 3 } ]
                steps:
                  - pub: a
                    expect: { seq: 1 }
                  - server kill: [n1, n2, n3]
                checks:
                  - replicas-agree: A
                """);
        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertTrue(
                verdict.message().startsWith("the time is up: the scenario's timeout is 1s, and "), verdict.message());
        assertTrue(verdict.report().contains("not run            replicas-agree"), verdict.report());
    }

    private static String step(String step) {
        return "  - " + step + "\n  - stream info: A\n    within: 500ms\n    expect: { state: { messages: 7 } }\n";
    }

    private static void assertInTime(String yaml) {
        Verdict verdict = Running.of(yaml);
        assertNotEquals(Outcome.INVALID, verdict.outcome(), verdict.report());
        assertNotEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
        Duration most = TIMEOUT.plus(GRACE).plus(START);
        assertTrue(
                verdict.took().compareTo(most) <= 0,
                () -> "it took " + verdict.took() + ", at most " + most + ": " + verdict.report());
    }
}

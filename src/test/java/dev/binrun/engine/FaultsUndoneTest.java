package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that remain at the end of a scenario are undone before the verdict, and no process remains. */
@Tag("slow")
final class FaultsUndoneTest {
    private static final Pattern PID = Pattern.compile("pid ([0-9]+)");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server pause: n1",
                "server stop: n1",
                "server kill: n1",
                "server lame-duck: n1",
                "network cut: { from: default, to: n1 }",
                "network delay: { from: default, to: n1, latency: 10m }"
            })
    void fault_atTheEnd_isUndoneBeforeTheDigestIsRead(String fault) {
        Verdict verdict = Running.of("""
                server: { config: { lame_duck_grace_period: 100ms } }
                streams: [ { name: A, subjects: [a], storage: file } ]
                steps:
                  - pub: a
                    expect: { seq: 1 }
                  - FAULT
                """.replace("FAULT", fault));

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
        assertEquals(64, verdict.digest().length(), "the digest includes the content of the streams");
    }

    @Test
    void failure_beforeFaultsAreUndone_doesNotShowThatInItsLog() {
        Verdict verdict = Running.of("""
                streams: [ { name: A, subjects: [a] } ]
                steps:
                  - server restart: n1
                  - server kill: n1
                    expect: { state: running }
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals(1, verdict.report().split("Starting nats-server", -1).length - 1, "starts: " + verdict.report());
    }

    /** The end of the time interrupts a start. The server continues to start, and the checks are judged. */
    @ParameterizedTest
    @ValueSource(strings = {"server restart: n1", "server start: n2"})
    void failure_whileAServerStarts_isFailedAndChecksAreJudged(String start) {
        Verdict verdict = Running.of("""
                timeout: 60s
                server: { nodes: 3 }
                streams: [ { name: A, subjects: [a], num_replicas: 3 } ]
                steps:
                  - pub: a
                  - server kill: n2
                  - parallel:
                      - - START
                      - - server log: { node: NODE, grep: Starting nats-server }
                          within: 10s
                          expect: { lines: { size: 2 } }
                        - server info: n3
                          expect: { state: paused }
                checks:
                  - no-acked-loss: A
                """.replace("START", start).replace("NODE", start.substring(start.length() - 2)));

        assertEquals(Outcome.FAILED, verdict.outcome(), verdict.report());
        assertTrue(verdict.message().endsWith("state: expected 'paused', was 'running'"), verdict.report());
        assertTrue(
                Pattern.compile("ok .+ no-acked-loss: ")
                        .matcher(verdict.report())
                        .find(),
                verdict.report());
    }

    @Test
    void timeIsUp_whileAServerStarts_isFailedAndChecksAreJudged() {
        Verdict verdict = Running.of("""
                timeout: 2s
                server: { nodes: 3 }
                streams: [ { name: A, subjects: [a], num_replicas: 3 } ]
                steps:
                  - pub: { subject: a, retry: 1s }
                  - repeat:
                      count: 100
                      steps:
                        - server restart: n1
                          expect: { state: running }
                checks:
                  - no-acked-loss: A
                """);

        assertEquals(Outcome.FAILED, verdict.outcome(), verdict.report());
        assertTrue(verdict.message().endsWith("the time is up: the scenario's timeout is 2s"), verdict.report());
        assertTrue(
                Pattern.compile("ok .+ no-acked-loss: ")
                        .matcher(verdict.report())
                        .find(),
                verdict.report());
    }

    @Test
    void timeIsUp_whileAPublishIsRetried_reportsTheLastError() {
        Verdict verdict = Running.of("""
                timeout: 1s
                streams: [ { name: A, subjects: [a] } ]
                steps:
                  - server pause: n1
                  - pub: { subject: a, retry: 1s, timeout: 200ms }
                    expect: { seq: 1 }
                """);

        assertEquals(
                "test.yaml:5: pub: the time is up: the scenario's timeout is 1s (n1 is paused)", verdict.message());
        assertTrue(verdict.report().contains("last: timeout: no reply on a within 200ms"), verdict.report());
    }

    @Test
    void cluster_withFaultsAtTheEnd_recovers() {
        Verdict verdict = Running.of("""
                timeout: 60s
                server: { nodes: 3 }
                streams: [ { name: A, subjects: [a], num_replicas: 3 } ]
                steps:
                  - pub: a
                    expect: { seq: 1 }
                  - server pause: n1
                  - server kill: n2
                  - network cut: n3
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
        assertEquals(64, verdict.digest().length());
    }

    @Test
    void pausedServer_ofAFailedScenario_isEnded() {
        Verdict verdict = Running.of("""
                steps:
                  - server pause:
                  - server pause:
                    expect: { state: paused }
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome());
        Matcher pid = PID.matcher(verdict.message());
        assertTrue(pid.find(), verdict.message());
        assertFalse(isAlive(Long.parseLong(pid.group(1))), verdict.message());
    }

    @Test
    void choices_sameSeed_areEqual() {
        List<String> first = chosen(7);

        assertEquals(first, chosen(7));
        assertTrue(first.stream().distinct().count() > 1, "not always the same node: " + first);
    }

    private static List<String> chosen(long seed) {
        Verdict verdict = Running.of("""
                seed: SEED
                server: { nodes: 3 }
                steps:
                  - server pause: [any, any]
                    as: paused
                  - server resume: [any, any]
                    as: resumed
                  - server info: n1
                    expect: { state: "${paused.0.node} ${paused.1.node} ${resumed.0.node} ${resumed.1.node}" }
                """.replace("SEED", Long.toString(seed)));
        Matcher nodes = Pattern.compile("expected '([n123 ]+)'").matcher(verdict.message());
        assertTrue(nodes.find(), verdict.message());
        return List.of(nodes.group(1).split(" "));
    }

    private static boolean isAlive(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && process.get().isAlive();
    }
}

package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.engine.simulation.SimulationHooks;
import dev.binrun.sessions.BusinessListener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import io.nats.client.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An unexpected error on a thread of a scenario ends the scenario at once, whatever its steps wait for. */
@Execution(ExecutionMode.CONCURRENT)
class EarlyEndTest {
    private static final String MISSING = "java.lang.NoClassDefFoundError: com/google/gson/NotThere";
    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sleep: 90s",
                "{request: {subject: unheard.subject, timeout: 90s, replies: 2}, expect: []}",
                "{stream info: ORDERS, within: 90s, expect: {state: {messages: 9}}}",
                "{stream info: ORDERS, during: 90s, expect: {state: {messages: 1}}}",
                "{consumer next: {stream: ORDERS, consumer: c, wait: 90s}, expect: {subject: orders.b}}",
                "repeat: {for: 90s, steps: [{sleep: 10ms}]}",
                "parallel: [[{sleep: 90s}], [{sleep: 90s}]]",
            })
    void errorOnAThread_whileAStepWaits_stopsTheStep(String step) {
        Verdict verdict = Running.of("""
                timeout: 100s
                streams: [{name: ORDERS, subjects: [orders.>]}]
                consumers: [{stream: ORDERS, name: c, filter_subject: orders.b}]
                steps:
                  - sub: unheard.subject # a request to it waits
                  - provoke: { at: HANDLER, kind: MISSING_CLASS, on: orders.a }
                  - pub: { subject: orders.a, data: hello }
                  - %s
                  - pub: orders.b world
                    expect: { seq: 2 }
                """.formatted(step));

        isBrokenSoon(verdict);
        assertTrue(verdict.details().contains("\nthe scenario ended early: test.yaml:"), verdict.details());
        assertTrue(verdict.details().contains(": stopped by an unexpected error on another thread"), verdict.details());
    }

    @Test
    void errorOnAThread_checkIsViolated_isStillBroken() {
        Verdict verdict = Running.of("""
                timeout: 100s
                streams: [{name: ORDERS, subjects: [orders.>]}]
                steps:
                  - pub: orders.b hello
                  - stream rm: ORDERS
                  - provoke: { at: HANDLER, kind: MISSING_CLASS, on: a }
                  - pub: { subject: a, core: true }
                  - sleep: 90s
                checks:
                  - no-acked-loss: { stream: ORDERS }
                """);

        isBrokenSoon(verdict);
    }

    @Test
    void simulation_listenerFails_isStopped() {
        Engine engine = new Engine(Map.copyOf(System.getenv()), new SimulationHooks() {
            @Override
            public BusinessListener listener(BusinessListener own) {
                return new Failing(own);
            }
        });

        isBrokenSoon(Running.of(engine, "{numSessions: 2, sessionChurn: 0, numEventsPerSubject: 2, timeout: 100s}"));
    }

    @Test
    void scenario_withoutErrors_runsToItsEnd() {
        Verdict verdict = Running.of("""
                steps:
                  - provoke: { at: HANDLER, kind: MISSING_CLASS, on: a }
                  - sleep: 500ms
                  - pub: { subject: b, core: true }
                    expect: { published: 1 }
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
    }

    @Test
    void interruptOfTheCaller_afterAStop_isKept() {
        UnexpectedFailures failures = new UnexpectedFailures();
        failures.add(new IllegalStateException("before the run"));
        try (Deadline deadline = Deadline.in(Duration.ofMinutes(1))) {
            failures.onFirst(deadline::stop);

            assertTrue(deadline.stopped());
            assertTrue(deadline.passed());
            assertEquals(Duration.ZERO, deadline.left());
        }
        assertEquals(List.of(), Thread.interrupted() ? List.of("still interrupted") : List.of());
    }

    private static void isBrokenSoon(Verdict verdict) {
        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertTrue(verdict.message().endsWith(": " + MISSING), verdict.message());
        assertTrue(verdict.took().compareTo(SOON) < 0, () -> "it took " + verdict.took());
    }

    private record Failing(BusinessListener own) implements BusinessListener {
        @Override
        public void event(String session, Message message) {
            throw new NoClassDefFoundError("com/google/gson/NotThere");
        }

        @Override
        public void command(String consumer, Message message) {
            own.command(consumer, message);
        }

        @Override
        public void sessionStarted(String session, List<String> subscriptions) {
            own.sessionStarted(session, subscriptions);
        }

        @Override
        public void sessionEnded(String session) {
            own.sessionEnded(session);
        }

        @Override
        public void failed(Throwable failure) {
            own.failed(failure);
        }
    }
}

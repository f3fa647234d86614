package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.engine.simulation.SimulationHooks;
import dev.binrun.sessions.BusinessListener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import io.nats.client.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Execution(ExecutionMode.CONCURRENT)
class UnexpectedFailuresTest {
    private static final String ORDERS = "streams: [{name: ORDERS, subjects: [orders.>]}]\nsteps:\n";
    private static final String MISSING = "java.lang.NoClassDefFoundError: com/google/gson/NotThere";

    @ParameterizedTest
    @CsvSource({
        "MISSING_CLASS, java.lang.NoClassDefFoundError: com/google/gson/NotThere",
        "STACK, java.lang.StackOverflowError",
        "ASSERTION, java.lang.AssertionError: three is not four",
        "EXCEPTION, java.lang.IllegalStateException: planted"
    })
    void ownThread_fails_isBrokenWithItsStackTrace(String kind, String error) {
        Verdict verdict = Running.of(ORDERS + """
                  - provoke: { at: THREAD, kind: %s }
                  - pub: orders.new hello
                    expect: { seq: 1 }
                """.formatted(kind));

        isBroken("unexpected error on the thread 'own thread': " + error, verdict);
        assertTrue(verdict.details().contains("\tat dev.binrun.proof.Provoke."), verdict.details());
        assertTrue(verdict.details().contains("\nthe scenario ended early: test.yaml:3: provoke: "), verdict.details());
    }

    @Test
    void stackTrace_endlessRecursion_isShortened() {
        Verdict verdict = Running.of("steps: [{provoke: {at: THREAD, kind: STACK}}, {pub: {subject: a, core: true},"
                + " expect: {published: 1}}]");

        assertTrue(verdict.details().contains("\n\t… "), verdict.details());
        assertTrue(verdict.details().lines().count() < 80, verdict.details());
    }

    @ParameterizedTest
    @CsvSource({
        "MISSING_CLASS, java.lang.NoClassDefFoundError: com/google/gson/NotThere",
        "EXCEPTION, java.lang.IllegalStateException: planted"
    })
    void handler_throwsWhileAStepWaits_isBroken(String kind, String error) {
        Verdict verdict = Running.of("""
                steps:
                  - provoke: { at: HANDLER, kind: %s, on: service }
                  - request: { subject: service, timeout: 200ms }
                    expect: { message: { data: done } }
                """.formatted(kind));

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertTrue(
                verdict.message().matches("unexpected error on the thread 'client default:\\d+': \\Q" + error + "\\E"),
                verdict.message());
        assertTrue(verdict.details().contains("the scenario ended early: test.yaml:3: request:"), verdict.details());
    }

    @Test
    void orderedConsumer_readerFails_isBroken() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: orders.new hello
                  - provoke: { at: ORDERED, kind: MISSING_CLASS, on: ORDERS }
                  - sleep: 20s # the failure of the reader ends it
                  - stream info: ORDERS
                    expect: { state: { messages: 1 } }
                """);

        isBroken("unexpected error on the thread 'binrun-ordered-ORDERS': " + MISSING, verdict);
    }

    @Test
    void logReader_fails_isBroken() {
        Verdict verdict = Running.of("""
                steps:
                  - provoke: { at: LOG, kind: MISSING_CLASS }
                  - sleep: 100ms
                  - server restart: n1
                    expect: { state: running }
                """);

        isBroken("unexpected error on the thread 'nats-server-log-n1': " + MISSING, verdict);
    }

    @Test
    void logPattern_overflowsTheStack_doesNotEndTheLogReader() {
        Verdict verdict = Running.of("""
                steps:
                  - provoke: { at: LOG, kind: STACK }
                  - sleep: 100ms
                  - server restart: n1
                    expect: { state: running }
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertTrue(
                verdict.message()
                        .endsWith("a line of the server's log could not be tested: java.lang.StackOverflowError"),
                verdict.message());
    }

    @Test
    void background_failsBeforeTheChecks_isBroken() {
        Verdict verdict = Running.of(ORDERS + """
                  - provoke: { at: GATHERED, kind: MISSING_CLASS }
                  - pub: orders.new hello
                    expect: { seq: 2 }
                checks:
                  - no-duplicates: { stream: ORDERS }
                """);

        isBroken("binrun itself failed, please report it: " + MISSING, verdict);
    }

    @Test
    void close_failsAfterAFailedStep_isBroken() {
        Verdict verdict = Running.of(ORDERS + """
                  - provoke: { at: CLOSE, kind: EXCEPTION }
                  - stream info: ORDERS
                    expect: { state: { messages: 1 } }
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertTrue(verdict.message().endsWith(": java.lang.IllegalStateException: planted"), verdict.message());
        assertTrue(
                verdict.details().contains("without it the verdict would be FAILED: test.yaml:4:"), verdict.details());
    }

    @ParameterizedTest
    @CsvSource({"MISSING_CLASS, " + MISSING, "WRAPPED, " + MISSING, "STACK, java.lang.StackOverflowError"})
    void ownVerb_missingClass_isBrokenWithAnyExpectedError(String kind, String error) {
        Verdict verdict = Running.of("steps: [{provoke: {at: STEP, kind: " + kind + "}, error: {}}]");

        isBroken("binrun itself failed, please report it: " + error, verdict);
        assertTrue(verdict.details().contains("\tat dev.binrun.proof.Provoke."), verdict.details());
    }

    @Test
    void ownVerb_throwsAnError_isAnErrorOfTheStep() {
        Verdict expected = Running.of("steps: [{provoke: {at: STEP, kind: ASSERTION}, error: three is not four}]");
        Verdict failed = Running.of("steps: [{provoke: {at: STEP, kind: ASSERTION}, expect: {}}]");

        assertEquals(Outcome.PASSED, expected.outcome(), expected.report());
        assertEquals(Outcome.FAILED, failed.outcome(), failed.report());
    }

    @Test
    void branch_failsUnexpectedly_countsBeforeAFailedOne() {
        Verdict verdict = Running.of(ORDERS + """
                  - parallel:
                      - - provoke: { at: STEP, kind: MISSING_CLASS }
                      - - stream info: ORDERS
                          expect: { state: { messages: 7 } }
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertTrue(verdict.message().endsWith(": " + MISSING), verdict.message());
        assertTrue(verdict.details().contains("\tat dev.binrun.proof.Provoke."), verdict.details());
    }

    @Test
    void outOfMemory_isOneSentence() {
        String most = Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB";
        String sentence = "this JVM ran out of memory (Java heap space): it may use " + most + ", which -Xmx raises";
        Verdict onAThread = Running.of(ORDERS + """
                  - provoke: { at: THREAD, kind: MEMORY }
                  - stream info: ORDERS
                    expect: { state: { messages: 1 } }
                """);
        Verdict inAStep = Running.of("steps: [{provoke: {at: STEP, kind: MEMORY}, error: {}}]");

        for (Verdict verdict : List.of(onAThread, inAStep)) {
            isBroken(sentence, verdict);
            assertEquals("", verdict.details());
        }
    }

    @Test
    void outOfMemory_countsBeforeAnEarlierError() {
        UnexpectedFailures failures = new UnexpectedFailures();
        Verdict passed = Running.of("steps: [{pub: {subject: a, core: true}, expect: {published: 1}}]");
        failures.add(new NoClassDefFoundError("com/google/gson/NotThere"));
        failures.add(new OutOfMemoryError("Java heap space"));

        Verdict verdict = failures.judge(passed);

        assertTrue(verdict.message().startsWith("this JVM ran out of memory (Java heap space)"), verdict.message());
    }

    @Test
    void message_droppedByTheClientLibrary_isBroken() {
        Verdict verdict = Running.of("""
                steps:
                  - take slowly: { subject: orders }
                  - pub: { subject: orders, core: true, count: 10 }
                    expect: { published: 10 }
                """);

        isBroken(
                "client 'default' dropped messages: its subscription to 'orders' may hold 2 messages and 1000 bytes"
                        + " that are pending; raise that with setPendingLimits",
                verdict);
    }

    @Test
    void message_fits_isNotDropped() {
        Verdict verdict = Running.of("""
                steps:
                  - take slowly: { subject: orders }
                  - pub: { subject: orders, core: true, count: 2 }
                    expect: { published: 2 }
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
    }

    @Test
    void simulation_listenerFails_isBroken() {
        Verdict event = simulation(new BusinessListener() {
            @Override
            public void event(String session, Message message) {
                throw new NoClassDefFoundError("com/google/gson/NotThere");
            }
        });

        assertEquals(Outcome.BROKEN, event.outcome(), event.report());
        assertTrue(event.message().endsWith(": " + MISSING), event.message());
    }

    @Test
    void simulation_businessLogicFails_isBroken() {
        Verdict started = simulation(new BusinessListener() {
            @Override
            public void sessionStarted(String session, List<String> subscriptions) {
                throw new NoClassDefFoundError("com/google/gson/NotThere");
            }
        });

        isBroken("unexpected error on the thread 'business-logic': " + MISSING, started);
    }

    @Test
    void thread_outsideOfScenarios_isNotRecorded() throws InterruptedException {
        UnexpectedFailures failures = new UnexpectedFailures();
        Verdict passed = Running.of("steps: [{pub: {subject: a, core: true}, expect: {published: 1}}]");

        assertEquals(Outcome.PASSED, passed.outcome(), passed.report());
        assertEquals(passed, failures.judge(passed));
        assertFalse(failures.add(new IllegalStateException("too late")), "the verdict is given");
    }

    /** The trace is that of the race, which happens once in many thousand connections. */
    @Test
    void raceOfJnats_isNoFailure_butAnotherNullPointerIs() {
        UnexpectedFailures failures = new UnexpectedFailures();
        Verdict passed = Running.of("steps: [{pub: {subject: a, core: true}, expect: {published: 1}}]");
        failures.add(nullPointerIn("io.nats.client.impl.NatsConnectionReader", "run"));
        failures.add(nullPointerIn("io.nats.client.impl.NatsConnectionWriter", "run"));
        assertEquals(passed, failures.judge(passed));

        UnexpectedFailures real = new UnexpectedFailures();
        real.add(nullPointerIn("io.nats.client.impl.NatsConnectionReader", "gatherOp"));
        assertEquals(Outcome.BROKEN, real.judge(passed).outcome());
    }

    private static NullPointerException nullPointerIn(String type, String method) {
        NullPointerException failure = new NullPointerException();
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement(type, method, null, 1)});
        return failure;
    }

    @Test
    void interrupt_ofTheCaller_reachesTheScenario() throws InterruptedException {
        Thread[] caller = {Thread.currentThread()};
        UnexpectedFailures failures = new UnexpectedFailures();
        boolean[] interrupted = new boolean[1];
        Thread.currentThread().interrupt();
        ScenarioThread.run("test", failures, () -> {
            try {
                caller[0].join(); // until the interrupt arrives
            } catch (InterruptedException e) {
                interrupted[0] = true;
            }
        });

        assertTrue(interrupted[0]);
        assertTrue(Thread.interrupted(), "the caller is still interrupted");
    }

    private static Verdict simulation(BusinessListener failing) {
        Engine engine = new Engine(Map.copyOf(System.getenv()), new SimulationHooks() {
            @Override
            public BusinessListener listener(BusinessListener own) {
                return new FailingListener(own, failing);
            }
        });
        return Running.of(engine, "{numSessions: 2, sessionChurn: 0, numEventsPerSubject: 2, timeout: 20s}");
    }

    /** Calls the simulation's own listener, then one that throws. */
    private record FailingListener(BusinessListener own, BusinessListener failing) implements BusinessListener {
        @Override
        public void event(String session, Message message) {
            own.event(session, message);
            failing.event(session, message);
        }

        @Override
        public void command(String consumer, Message message) {
            own.command(consumer, message);
        }

        @Override
        public void sessionStarted(String session, List<String> subscriptions) {
            own.sessionStarted(session, subscriptions);
            failing.sessionStarted(session, subscriptions);
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

    private static void isBroken(String message, Verdict verdict) {
        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertEquals(message, verdict.message());
    }
}

package dev.binrun.engine.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.engine.Running;
import dev.binrun.sessions.BusinessListener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.NatsMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The inspection must find each planted fault; a healthy run prints fixed lines. */
@Execution(ExecutionMode.CONCURRENT)
class SimulationTest {
    private static final String LEVEL_2 = "inspectionLevel: 2\n";

    @Test
    void simulation_default_printsItsLinesInOrder() {
        Verdict verdict = Running.of("inspectionLevel: 1\n");

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.details());
        assertEquals("""
                Sim: starting scenario with {NumSessions:10 NumSubjectsPerSession:3 NumEventsPerSubject:5 NumCommands:5 SessionChurn:2 InspectionLevel:1 Seed:1}
                Sim: environment reset complete
                Sim: created 10 sessions
                Sim: published 5 events per subject to 3 subjects
                Sim: published 5 command.x messages
                Sim: churned 2 sessions
                Sim: mirror stream has correct message count: 5
                Sim: session existence checks complete
                Sim: scenario PASSED
                """, verdict.output());
    }

    @Test
    void simulation_level2_printsItsLine() {
        Verdict verdict = Running.of(LEVEL_2);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.details());
        assertTrue(verdict.output().endsWith("Sim: message delivery checks complete\nSim: scenario PASSED\n"));
    }

    @Test
    void simulation_level0_inspectsOnlyTheMirror() {
        String output = Running.of("inspectionLevel: 0\n").output();

        assertTrue(output.endsWith("Sim: mirror stream has correct message count: 5\nSim: scenario PASSED\n"), output);
    }

    @Test
    void simulation_sameSeed_sameDigest() {
        String digest = Running.of("{seed: 3, sessionChurn: 5}").digest();

        assertEquals(64, digest.length());
        assertEquals(digest, Running.of("{seed: 3, sessionChurn: 5}").digest());
        assertNotEquals(digest, Running.of("{seed: 4, sessionChurn: 5}").digest());
    }

    @Test
    void simulation_fileStorage_passes() {
        Verdict verdict = Running.of("server: {storage: file}\ninspectionLevel: 2\n");

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message());
    }

    @Test
    void mirror_lostMessage_isFound() {
        fails(
                "inspectionLevel: 0",
                new SimulationHooks() {
                    @Override
                    public void beforeInspection(Connection connection) throws Exception {
                        connection.jetStreamManagement().deleteMessage("COMMANDX_MIRROR", 2);
                    }
                },
                "message count of COMMANDX_MIRROR: expected 5, was 4");
    }

    @Test
    void mirror_otherMessage_isFound() {
        fails(
                "{inspectionLevel: 0, numCommands: 2}",
                new SimulationHooks() {
                    @Override
                    public void beforeInspection(Connection connection) throws Exception {
                        connection.jetStreamManagement().deleteMessage("COMMANDX_MIRROR", 1);
                        connection.publish("command.x", "intruder".getBytes());
                    }
                },
                "message 0 of COMMANDX_MIRROR: expected command.x cmd-0, was command.x cmd-1");
    }

    @Test
    void session_notDeleted_isFound() {
        fails(
                "{inspectionLevel: 1, sessionChurn: 10}",
                new SimulationHooks() {
                    @Override
                    public void beforeInspection(Connection connection) throws Exception {
                        connection.keyValue("sessions").put("session-4", "{\"subscriptions\":[]}");
                    }
                },
                "session 'session-4' in the bucket 'sessions': expected none, was present");
    }

    @Test
    void session_deletedButNotChurned_isFound() {
        fails(
                "{inspectionLevel: 1, sessionChurn: 0}",
                new SimulationHooks() {
                    @Override
                    public void beforeInspection(Connection connection) throws Exception {
                        connection.keyValue("sessions").delete("session-7");
                    }
                },
                "session 'session-7' in the bucket 'sessions': expected it to exist, was missing");
    }

    @Test
    void consumer_deleted_isFound() {
        fails(
                "{inspectionLevel: 1, sessionChurn: 0}",
                new SimulationHooks() {
                    @Override
                    public void beforeInspection(Connection connection) throws Exception {
                        connection.jetStreamManagement().deleteConsumer("EVENT", "session-3");
                    }
                },
                "session 'session-3' with a consumer on EVENT: expected it to exist, was missing");
    }

    @Test
    void event_deliveredTwice_isFound() {
        AtomicBoolean once = new AtomicBoolean();
        fails(
                "{inspectionLevel: 2, numSessions: 1, sessionChurn: 0, numSubjectsPerSession: 1}",
                listening(own -> new Forwarding(own) {
                    @Override
                    public void event(String session, Message message) {
                        super.event(session, message);
                        if (once.compareAndSet(false, true)) {
                            super.event(session, message);
                        }
                    }
                }),
                "session 'session-0', next event on event.topic.0: expected 'msg-1', was 'msg-0'");
    }

    @Test
    void event_neverDelivered_isFound() {
        fails(
                "{inspectionLevel: 2, numSessions: 1, sessionChurn: 0, numSubjectsPerSession: 1}",
                listening(own -> new Forwarding(own) {
                    @Override
                    public void event(String session, Message message) {
                        if (!"msg-4".equals(new String(message.getData()))) {
                            super.event(session, message);
                        }
                    }
                }),
                "events of event.topic.0 that session 'session-0' received: expected 5, was 4");
    }

    @Test
    void event_afterTheSessionsEnd_isFound() {
        Message late =
                NatsMessage.builder().subject("event.topic.0").data("msg-0").build();
        AtomicReference<BusinessListener> listener = new AtomicReference<>();
        fails(
                "{inspectionLevel: 2, numSessions: 1, sessionChurn: 1, numSubjectsPerSession: 1}",
                new SimulationHooks() {
                    @Override
                    public BusinessListener listener(BusinessListener own) {
                        listener.set(own);
                        return own;
                    }

                    @Override
                    public void beforeInspection(Connection connection) {
                        listener.get().event("session-0", late);
                    }
                },
                "session 'session-0', deliveries after its end: expected 0, was 'msg-0' on event.topic.0");
    }

    @Test
    void command_notAcked_isFound() {
        fails(
                LEVEL_2,
                listening(own -> new Forwarding(own) {
                    @Override
                    public void command(String consumer, Message message) {
                        super.command(consumer, message);
                        if ("cmd-2".equals(new String(message.getData()))) {
                            message.nakWithDelay(Duration.ofHours(1)); // the acknowledgement after it is not sent
                        }
                    }
                }),
                "message count of COMMAND: expected 0, was 1");
    }

    @Test
    void command_handledTwice_isFound() {
        fails(
                LEVEL_2,
                listening(own -> new Forwarding(own) {
                    @Override
                    public void command(String consumer, Message message) {
                        super.command(consumer, message);
                        super.command(consumer, message);
                    }
                }),
                "times that 'cmd-0' was handled: expected 1, was 2");
    }

    @Test
    void command_neverPublished_isFound() {
        fails(
                LEVEL_2,
                listening(own -> new Forwarding(own) {
                    @Override
                    public void command(String consumer, Message message) {
                        boolean third = "cmd-3".equals(new String(message.getData()));
                        super.command(consumer, third ? renamed(message, "cmd-777") : message);
                    }
                }),
                "handled commands: expected only those that were published, was 'cmd-777'");
    }

    @Test
    void warning_ofTheBusinessLogic_isFoundAtEveryLevel() {
        fails(
                "inspectionLevel: 0",
                listening(own -> new Forwarding(own) {
                    @Override
                    public void sessionStarted(String session, List<String> subscriptions) {
                        super.sessionStarted(session, subscriptions);
                        own.warning("planted");
                    }
                }),
                "warnings of the business logic: expected none, was 'planted'");
    }

    @Test
    void simulation_timeIsUp_printsItInTheLastLine() {
        Verdict verdict = Running.of("timeout: 400ms\nnumSessions: 3000\n");

        assertEquals(Outcome.FAILED, verdict.outcome(), verdict.message());
        String last = verdict.output().lines().reduce((a, b) -> b).orElse("");
        assertTrue(last.startsWith("Sim: scenario FAILED: "), verdict.output());
    }

    private static Message renamed(Message message, String data) {
        return io.nats.client.impl.NatsMessage.builder()
                .subject(message.getSubject())
                .data(data)
                .build();
    }

    private static void fails(String yaml, SimulationHooks hooks, String what) {
        Verdict verdict = Running.of(new Engine(System.getenv(), hooks), yaml);

        assertEquals(Outcome.FAILED, verdict.outcome(), verdict.toString());
        assertEquals(what, verdict.message());
        assertTrue(verdict.output().endsWith("Sim: scenario FAILED: " + what + "\n"), verdict.output());
    }

    private static SimulationHooks listening(java.util.function.UnaryOperator<BusinessListener> wrap) {
        return new SimulationHooks() {
            @Override
            public BusinessListener listener(BusinessListener own) {
                return wrap.apply(own);
            }
        };
    }

    /** Passes everything on; tests override one method. */
    private static class Forwarding implements BusinessListener {
        private final BusinessListener own;

        Forwarding(BusinessListener own) {
            this.own = own;
        }

        @Override
        public void event(String session, Message message) {
            own.event(session, message);
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
    }
}

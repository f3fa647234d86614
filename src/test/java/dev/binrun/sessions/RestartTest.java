package dev.binrun.sessions;

import static dev.binrun.sessions.Stage.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.api.ConsumerConfiguration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of the buckets while the business logic was stopped. */
final class RestartTest {
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open();
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void unchangedSession_continuesAtItsPosition() throws Exception {
        aliceGets("1", "event.a");
        stage.stop();
        stage.publish("event.a", "2");
        stage.start();
        assertEquals(List.of("workers COMMAND_X 1", "started Alice [event.a]"), stage.recorder.told);
        soon(() -> assertEquals(List.of("event.a 2"), stage.recorder.received("Alice")));
    }

    @Test
    void sessionChangedWhileStopped_isUpdated_andReceivesLaterEvents() throws Exception {
        aliceGets("1", "event.a");
        stage.stop();
        stage.publish("event.b", "before it was added");
        stage.put("Alice", "event.b", "event.a");
        stage.publish("event.b", "after it was added");
        stage.start();
        soon(() -> assertEquals(List.of("event.b after it was added"), stage.recorder.received("Alice")));
    }

    @Test
    void sessionDeletedWhileStopped_ends() throws Exception {
        aliceGets("1", "event.a");
        stage.stop();
        stage.delete("Alice");
        stage.start();
        assertEquals(List.of(), stage.consumers("EVENT"));
    }

    @Test
    void sessionMissingInTheBucket_ends() throws Exception {
        aliceGets("1", "event.a");
        stage.stop();
        stage.nc.keyValueManagement().delete("sessions");
        Topology.simulation().make(stage.nc);
        stage.start();
        assertEquals(List.of(), stage.consumers("EVENT"));
    }

    @Test
    void sessionEndedAndPutWhileStopped_startsAgain() throws Exception {
        aliceGets("1", "event.a");
        stage.stop();
        stage.put("Alice");
        stage.put("Alice", "event.a");
        stage.start();
        soon(() -> assertEquals(List.of("event.a 1"), stage.recorder.received("Alice")));
    }

    @Test
    void sessionPutWhileStopped_starts() throws Exception {
        stage.stop();
        stage.put("Bob", "event.a");
        stage.publish("event.a", "1");
        stage.start();
        soon(() -> assertEquals(List.of("event.a 1"), stage.recorder.received("Bob")));
    }

    @Test
    void badValuesWhileStopped_warn_previousStateStays() throws Exception {
        aliceGets("1", "event.*.a", "event.b.*", "event.a");
        stage.stop();
        for (int i = 0; i < 7; i++) {
            stage.putRaw("sessions", "Alice", "bad");
        }
        stage.publish("event.c.c", "only because of the wider filter");
        stage.publish("event.b.c", "2");
        stage.start();
        assertEquals(1, stage.recorder.warnings.size(), "of the last one only");
        assertTrue(stage.recorder.warnings.get(0).startsWith("sessions key Alice revision 8 rejected"));
        soon(() -> assertEquals(List.of("event.b.c 2"), stage.recorder.received("Alice")));
    }

    @Test
    void badValue_warnsAtEachStart_untilReplaced() throws Exception {
        stage.putRaw("sessions", "Alice", "bad");
        stage.put("Alice", "event.a");
        stage.putRaw("sessions", "Bob", "bad");
        soon(() -> assertEquals(2, stage.recorder.warnings.size()));
        soon(() -> assertEquals(List.of("Alice"), stage.consumers("EVENT")));
        stage.stop();
        stage.start();
        assertEquals(
                List.of("sessions key Bob revision 3 rejected, nothing changes: the value is not JSON: bad"),
                stage.recorder.warnings);
    }

    @Test
    void badValuesReplacedOrDeleted_doNotWarn() throws Exception {
        stage.stop();
        stage.putRaw("sessions", "Alice", "bad");
        stage.put("Alice", "event.a");
        stage.putRaw("sessions", "Bob", "bad");
        stage.delete("Bob");
        stage.putRaw("commands", "y", "bad");
        stage.workers("y", 1);
        stage.putRaw("sessions", "Carol", "bad");
        stage.start();
        assertEquals(
                List.of("sessions key Carol revision 5 rejected, nothing changes: the value is not JSON: bad"),
                stage.recorder.warnings);
    }

    @Test
    void consumersOfTheUser_areNotChanged() throws Exception {
        stage.stop();
        for (String stream : List.of("EVENT", "COMMAND")) {
            stage.management()
                    .createConsumer(
                            stream,
                            ConsumerConfiguration.builder()
                                    .durable("mine")
                                    .filterSubject(stream.toLowerCase(java.util.Locale.ROOT) + ".mine")
                                    .build());
        }
        stage.start();
        assertEquals(List.of("mine"), stage.consumers("EVENT"));
        assertEquals(List.of("COMMAND_X", "mine"), stage.consumers("COMMAND"));
    }

    @Test
    void workers_afterARestart_matchTheBucket() throws Exception {
        stage.workers("x", 2);
        stage.workers("y", 1);
        stage.workers("z", 1);
        soon(() -> assertEquals(List.of("COMMAND_X", "COMMAND_Y", "COMMAND_Z"), stage.consumers("COMMAND")));
        stage.stop();
        stage.nc.keyValue("commands").delete("y");
        stage.workers("z", 3);
        stage.start();
        assertEquals(
                List.of("workers COMMAND_X 2", "workers COMMAND_Z 3", "workers ended COMMAND_Y"),
                stage.recorder.told.stream().sorted().toList());
        assertEquals(List.of("COMMAND_X", "COMMAND_Z"), stage.consumers("COMMAND"));
    }

    @Test
    void commandsWorkedBefore_areNotWorkedAgain() throws Exception {
        stage.stop();
        stage.publish("command.x", "worked before");
        stage.publish("command.x", "not worked yet");
        stage.management().deleteConsumer("COMMAND", "COMMAND_X");
        stage.start(BusinessLogicOptions.defaults().withWorkedThrough(1));
        soon(() -> assertEquals(List.of("command.x not worked yet"), stage.recorder.received("COMMAND_X")));
        soon(() -> assertEquals(
                0, stage.management().getStreamInfo("COMMAND").getStreamState().getMsgCount()));
    }

    private void aliceGets(String payload, String... subjects) throws Exception {
        stage.put("Alice", subjects);
        stage.publish("event.a", payload);
        soon(() -> assertEquals(List.of("event.a " + payload), stage.recorder.received("Alice")));
        soon(() -> assertEquals(0, stage.consumer("EVENT", "Alice").getNumAckPending()));
    }
}

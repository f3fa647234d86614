package dev.binrun.sessions;

import static dev.binrun.sessions.Stage.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Removals of streams and consumers of the business logic by a user. */
final class RemovedAssetTest {
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
    void sessionConsumerRemoved_warns_andStartsAgain() throws Exception {
        stage.put("Alice.A", "event.a");
        stage.publish("event.a", "1");
        soon(() -> assertEquals(List.of("event.a 1"), stage.recorder.received("Alice.A")));
        stage.management().deleteConsumer("EVENT", "Alice=2EA");
        soon(() -> assertEquals(
                List.of("the consumer Alice=2EA on EVENT was removed, and is created again from the bucket sessions:"
                        + " its session starts again with all stored events that match"),
                stage.recorder.warnings));
        stage.publish("event.a", "2");
        soon(() -> assertEquals(List.of("event.a 1", "event.a 1", "event.a 2"), stage.recorder.received("Alice.A")));
        stage.put("Alice.A", "event.a", "event.b");
        soon(() -> assertTrue(stage.recorder.told.contains("changed Alice.A [event.a, event.b]")));
        stage.publish("event.b", "3");
        soon(() -> assertEquals(4, stage.recorder.received("Alice.A").size()));
        assertEquals(1, stage.recorder.warnings.size(), "once");
    }

    @Test
    void workerConsumersRemoved_warns_andCreatesThemAgain() throws Exception {
        stage.workers("y", 2);
        soon(() -> assertEquals(List.of("COMMAND_X", "COMMAND_Y"), stage.consumers("COMMAND")));
        stage.management().deleteConsumer("COMMAND", "COMMAND_X");
        stage.management().deleteConsumer("COMMAND", "COMMAND_Y");
        stage.publish("command.x", "1");
        stage.publish("command.y", "2");
        soon(() -> assertEquals(List.of("command.x 1"), stage.recorder.received("COMMAND_X")));
        soon(() -> assertEquals(List.of("command.y 2"), stage.recorder.received("COMMAND_Y")));
        soon(() -> assertEquals(2, stage.consumer("COMMAND", "COMMAND_Y").getNumWaiting()));
        String made =
                " was removed, and is created again from the bucket commands: commands that its workers just finished may"
                        + " be delivered again";
        assertEquals(
                List.of("the consumer COMMAND_X on COMMAND" + made, "the consumer COMMAND_Y on COMMAND" + made),
                stage.recorder.warnings);
    }

    @Test
    void consumerRemovedRepeatedly_isCreatedEachTime() throws Exception {
        stage.put("Alice", "event.a");
        for (int i = 1; i <= 20; i++) {
            soon(() -> assertEquals(1, stage.consumer("EVENT", "Alice").getNumWaiting()));
            stage.management().deleteConsumer("EVENT", "Alice");
            int times = i;
            soon(() -> assertEquals(times, stage.recorder.warnings.size()));
        }
    }

    @Test
    void ownRemovals_doNotWarn() throws Exception {
        for (int i = 0; i < 30; i++) {
            stage.put("Alice", "event.a");
            stage.delete("Alice");
            stage.workers("y", 1);
            stage.nc.keyValue("commands").delete("y");
        }
        stage.put("Alice", "event.last");
        stage.publish("event.last", "1");
        soon(() -> assertEquals(List.of("event.last 1"), stage.recorder.received("Alice")));
        assertEquals(List.of(), stage.recorder.warnings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EVENT | the stream EVENT was removed with its consumers: nothing more is delivered from it."
                        + " Remove EVENT_MIGRATED too, or it misses the first messages of a new EVENT. Restart the live system to create it again",
                "COMMAND | the stream COMMAND was removed with its consumers: nothing more is delivered from it."
                        + " Remove COMMANDX_MIRROR too, or it misses the first messages of a new COMMAND. Restart the live system to create it again",
                "KV_sessions | the bucket sessions was removed: all consumers stay as they are."
                        + " Restart the live system to create an empty bucket"
            })
    void streamRemoved_warnsOnce_withTheFix(String stream, String warning) throws Exception {
        stage.put("Alice", "event.a");
        soon(() -> assertTrue(stage.recorder.told.contains("started Alice [event.a]")));
        stage.management().deleteStream(stream);
        soon(() -> assertEquals(List.of(warning), stage.recorder.warnings));

        stage.stop();
        new Topology(StorageType.Memory, true).make(stage.nc);
        stage.start();
        stage.put("Bob", "event.a");
        stage.publish("event.a", "after the restart");
        soon(() -> assertEquals(List.of("event.a after the restart"), stage.recorder.received("Bob")));
        assertEquals(List.of(), stage.recorder.warnings);
    }

    @Test
    void foreignStreamRemoved_doesNotWarn() throws Exception {
        stage.management()
                .addStream(StreamConfiguration.builder()
                        .name("OTHER")
                        .subjects("other")
                        .build());
        stage.management().deleteStream("OTHER");
        stage.management().deleteConsumer("COMMAND", "COMMAND_X");
        soon(() -> assertEquals(1, stage.recorder.warnings.size()));
    }
}

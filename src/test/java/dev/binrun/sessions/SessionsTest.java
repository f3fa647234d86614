package dev.binrun.sessions;

import static dev.binrun.sessions.Stage.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
final class SessionsTest {
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
    void newSession_receivesStoredThenNewEvents() throws Exception {
        stage.publish("event.orders.created", "stored");
        stage.publish("event.orders.deleted", "not wanted");
        stage.put("Alice", "event.orders.created");
        soon(() -> assertEquals(List.of("Alice"), stage.consumers("EVENT")));
        stage.publish("event.orders.created", "new");
        soon(() -> assertEquals(
                List.of("event.orders.created stored", "event.orders.created new"), stage.recorder.received("Alice")));
        assertEquals(
                List.of("event.orders.created"),
                stage.consumer("EVENT", "Alice").getConsumerConfiguration().getFilterSubjects());
        soon(() -> assertEquals(0, stage.consumer("EVENT", "Alice").getNumAckPending()));
    }

    @Test
    void changedSubjects_updateInPlace_withoutRepetition() throws Exception {
        stage.put("Alice", "event.a");
        stage.publish("event.a", "1");
        stage.publish("event.b", "before it was added");
        stage.publish("event.b", "before it was added 2");
        soon(() -> assertEquals(List.of("event.a 1"), stage.recorder.received("Alice")));
        long created =
                stage.consumer("EVENT", "Alice").getCreationTime().toInstant().toEpochMilli();

        stage.put("Alice", "event.a", "event.b");
        soon(() -> assertTrue(stage.recorder.told.contains("changed Alice [event.a, event.b]")));
        stage.publish("event.b", "2");
        stage.publish("event.a", "3");
        soon(() -> assertTrue(stage.recorder.received("Alice").contains("event.a 3")));
        assertEquals(List.of("event.a 1", "event.b 2", "event.a 3"), stage.recorder.received("Alice"));
        assertEquals(
                created,
                stage.consumer("EVENT", "Alice").getCreationTime().toInstant().toEpochMilli());
    }

    @Test
    void addedSubject_deliversNoOlderEvents() throws Exception {
        stage.put("Alice", "event.a");
        soon(() -> assertTrue(stage.recorder.told.contains("started Alice [event.a]")));
        stage.publish("event.b", "stored before");
        stage.put("Alice", "event.a", "event.b");
        soon(() -> assertTrue(stage.recorder.told.contains("changed Alice [event.a, event.b]")));
        stage.publish("event.b", "new");
        soon(() -> assertEquals(List.of("event.b new"), stage.recorder.received("Alice")));
    }

    @Test
    void removedSubject_deliversNothing() throws Exception {
        stage.put("Alice", "event.a", "event.b");
        stage.publish("event.b", "1");
        soon(() -> assertEquals(List.of("event.b 1"), stage.recorder.received("Alice")));
        stage.put("Alice", "event.a");
        soon(() -> assertTrue(stage.recorder.told.contains("changed Alice [event.a]")));
        stage.publish("event.b", "2");
        stage.publish("event.a", "3");
        soon(() -> assertEquals(List.of("event.b 1", "event.a 3"), stage.recorder.received("Alice")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty list", "delete", "purge"})
    void endedSession_putAgain_startsAgain(String how) throws Exception {
        stage.put("Alice", "event.a");
        stage.publish("event.a", "1");
        soon(() -> assertEquals(List.of("event.a 1"), stage.recorder.received("Alice")));

        switch (how) {
            case "delete" -> stage.nc.keyValue("sessions").delete("Alice");
            case "purge" -> stage.nc.keyValue("sessions").purge("Alice");
            default -> stage.put("Alice");
        }
        soon(() -> assertTrue(stage.recorder.told.contains("ended Alice")));
        assertEquals(List.of(), stage.consumers("EVENT"));

        stage.publish("event.a", "2");
        stage.put("Alice", "event.a");
        soon(() -> assertEquals(List.of("event.a 1", "event.a 1", "event.a 2"), stage.recorder.received("Alice")));
        assertEquals(List.of(), stage.recorder.warnings);
    }

    @Test
    void burstOfChanges_endsInTheLastState() throws Exception {
        for (int i = 0; i < 3000; i++) {
            String key = "s" + i % 7;
            if (i % 5 == 0) {
                stage.delete(key);
            } else {
                stage.put(key, "event.a", "event.n" + i);
            }
        }
        stage.delete("s0");
        for (int i = 1; i < 7; i++) {
            stage.put("s" + i, "event.last" + i);
        }
        soon(() -> assertEquals(List.of("s1", "s2", "s3", "s4", "s5", "s6"), stage.consumers("EVENT")));
        soon(() -> assertEquals(
                List.of("event.last6"),
                stage.consumer("EVENT", "s6").getConsumerConfiguration().getFilterSubjects()));
        for (int i = 1; i < 7; i++) {
            stage.publish("event.last" + i, "x");
        }
        for (int i = 1; i < 7; i++) {
            String key = "s" + i;
            String line = "event.last" + i + " x";
            soon(() -> assertEquals(List.of(line), stage.recorder.received(key)));
        }
    }

    @Test
    void keysInvalidAsConsumerNames_areServed() throws Exception {
        List<String> keys = List.of("a.b", "a/b", "a=b", "a=2Eb", "a_b", "A.b", "/=./=");
        for (String key : keys) {
            stage.put(key, "event.a");
        }
        soon(() -> assertEquals(keys.size(), stage.consumers("EVENT").size()));
        stage.publish("event.a", "1");
        for (String key : keys) {
            soon(() -> assertEquals(List.of("event.a 1"), stage.recorder.received(key)));
        }
        for (String key : keys) {
            stage.delete(key);
        }
        soon(() -> assertEquals(List.of(), stage.consumers("EVENT")));
        assertEquals(List.of(), stage.recorder.warnings);
    }

    @Test
    void foreignConsumerOfTheSameName_warns_andStays() throws Exception {
        stage.management()
                .createConsumer(
                        "EVENT",
                        ConsumerConfiguration.builder()
                                .durable("Alice")
                                .filterSubject("event.mine")
                                .build());
        stage.put("Alice", "event.a");
        soon(() -> assertEquals(1, stage.recorder.warnings.size()));
        assertEquals(
                "sessions key Alice revision 1 rejected, nothing changes: EVENT has a consumer Alice that was not made"
                        + " for this bucket; remove it or choose another key",
                stage.recorder.warnings.get(0));
        stage.delete("Alice");
        stage.put("Bob", "event.a");
        soon(() -> assertEquals(List.of("Alice", "Bob"), stage.consumers("EVENT")));
        assertEquals(
                List.of("event.mine"),
                stage.consumer("EVENT", "Alice").getConsumerConfiguration().getFilterSubjects());
    }

    @Test
    void badValue_warnsOnce_previousStateStays() throws Exception {
        stage.put("Alice", "event.a");
        stage.putRaw("sessions", "Alice", "{\"subscriptions\":[\"event.b\"]");
        stage.put("Alice", "event.b", "orders.b");
        soon(() -> assertEquals(
                List.of(
                        "sessions key Alice revision 2 rejected, nothing changes:"
                                + " the value is not JSON: {\"subscriptions\":[\"event.b\"]",
                        "sessions key Alice revision 3 rejected, nothing changes:"
                                + " subject \"orders.b\" is outside event.>, the subjects of events"),
                stage.recorder.warnings));
        stage.publish("event.b", "not wanted");
        stage.publish("event.a", "still wanted");
        soon(() -> assertEquals(List.of("event.a still wanted"), stage.recorder.received("Alice")));
    }

    @Test
    void keyTooLong_warns() throws Exception {
        String longest = "k".repeat(255);
        stage.put(longest, "event.a");
        stage.put(longest + "k", "event.a");
        soon(() -> assertEquals(
                List.of("sessions key " + longest
                        + "... revision 2 rejected, nothing changes: the key is too long:"
                        + " its consumer's name would have 256 characters, and a name has at most 255"),
                stage.recorder.warnings));
        soon(() -> assertEquals(List.of(longest), stage.consumers("EVENT")));
    }

    @Test
    void listenerThatThrows_leavesTheMessageUnacknowledged() throws Exception {
        stage.stop();
        AtomicInteger calls = new AtomicInteger();
        BusinessListener failsOnce = new BusinessListener() {
            @Override
            public void event(String session, Message message) {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("planted");
                }
            }
        };
        BusinessLogicOptions options = BusinessLogicOptions.defaults().withAckWait(Duration.ofMillis(100));
        try (BusinessLogic logic = BusinessLogic.start(stage.nc, options, failsOnce)) {
            stage.put("Alice", "event.a");
            stage.publish("event.a", "1");
            soon(() -> assertEquals(2, calls.get()));
            soon(() -> assertEquals(0, stage.consumer("EVENT", "Alice").getNumAckPending()));
            assertNotNull(logic);
        }
    }
}

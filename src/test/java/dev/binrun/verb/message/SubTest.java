package dev.binrun.verb.message;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.verb.Background;
import dev.binrun.verb.FakeWorld;
import dev.binrun.verb.GatheredMessages;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests {@code sub} on a real server. */
final class SubTest {
    private static NatsServer server;
    private static Connection connection;

    private final FakeWorld world = new FakeWorld(connection);

    @BeforeAll
    static void start() throws Exception {
        server = NatsServer.start(ServerOptions.ephemeral());
        connection = Nats.connect(new Options.Builder().server(server.url()).build());
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        server.close();
    }

    @Test
    void subjects_several_areGatheredInOrder() throws Exception {
        JsonObject answer = sub(List.of("one.a two.*", "three.>"), Optional.empty(), Optional.empty());
        assertEquals("{\"subjects\":[\"one.a\",\"two.*\",\"three.>\"]}", answer.toString());

        List.of("one.a", "two.b", "two.b.c", "three.a.b")
                .forEach(subject -> connection.publish(subject, new byte[] {65}));
        JsonObject gathered = gathered(3);

        assertEquals(
                "[{\"subject\":\"one.a\",\"data\":\"A\",\"size\":1},{\"subject\":\"two.b\",\"data\":\"A\",\"size\":1},"
                        + "{\"subject\":\"three.a.b\",\"data\":\"A\",\"size\":1}]",
                gathered.get("messages").toString());
        assertFalse(gathered.has("cut") || gathered.has("dropped"), gathered.toString());
    }

    @Test
    void collect_severalSubs_hasTheOrderOfArrival() throws Exception {
        sub(List.of("left"), Optional.empty(), Optional.empty());
        sub(List.of("right"), Optional.empty(), Optional.empty());

        for (int i = 0; i < 200; i++) {
            connection.publish(i % 2 == 0 ? "left" : "right", String.valueOf(i).getBytes(StandardCharsets.UTF_8));
        }
        await().until(() -> world.kept.stream()
                        .mapToLong(background -> background.gathered().received())
                        .sum()
                == 200);
        JsonArray merged = GatheredMessages.merged(
                        world.kept.stream().map(Background::gathered).toList())
                .getAsJsonArray("messages");

        for (int i = 0; i < 200; i++) {
            assertEquals(i, merged.get(i).getAsJsonObject().get("data").getAsInt());
        }
    }

    @Test
    void queue_members_shareTheMessages() throws Exception {
        sub(List.of("q.a"), Optional.of("g"), Optional.empty());
        sub(List.of("q.a"), Optional.of("g"), Optional.empty());

        for (int i = 0; i < 20; i++) {
            connection.publish("q.a", null);
        }
        await().until(() -> world.kept.stream()
                        .mapToLong(background -> background.gathered().received())
                        .sum()
                == 20);

        assertTrue(
                world.kept.stream().allMatch(background -> background.gathered().received() < 20),
                "one member got all of them");
    }

    @Test
    void count_reached_endsByItself() throws Exception {
        sub(List.of("c.a", "c.b"), Optional.empty(), Optional.of(3L));

        for (int i = 0; i < 5; i++) {
            connection.publish(i % 2 == 0 ? "c.a" : "c.b", null);
        }
        sub(List.of("later"), Optional.empty(), Optional.empty());

        assertEquals(3, gathered(3).get("received").getAsLong());
    }

    @Test
    void keep_less_showsTheCut() throws Exception {
        new Sub(List.of("k"), Optional.empty(), Optional.empty(), Optional.of(1L)).run(world);

        connection.publish("k", null);
        connection.publish("k", null);

        assertEquals(
                "kept the first 1 of 2 (keep: 2 keeps all)",
                gathered(2).get("cut").getAsString());
    }

    @Test
    void taker_tooSlow_showsTheDroppedMessages() throws Exception {
        GatheredMessages gathered = GatheredMessages.messages(Optional.empty(), 0);
        BackgroundSubscription listening = BackgroundSubscription.on(
                world,
                world.dispatcher(),
                List.of("slow"),
                Optional.empty(),
                Optional.empty(),
                gathered,
                message -> gathered.add(() -> Messages.delivered(message)));
        listening.limitPending(5);
        synchronized (gathered) {
            for (int i = 0; i < 100; i++) {
                connection.publish("slow", null);
            }
            connection.flush(null); // the server has sent all messages, and the first one is still handled
        }
        await().until(() ->
                gathered.received() > 0 && listening.gathered().answer().has("dropped"));

        JsonObject answer = listening.gathered().answer();
        await().until(() -> gathered.received() + answer.get("dropped").getAsLong() == 100);
        listening.close();
        listening.close();
    }

    @Test
    void close_gatheredMessages_stay() throws Exception {
        sub(List.of("e"), Optional.empty(), Optional.empty());
        connection.publish("e", null);
        gathered(1);

        world.kept.get(0).close();
        connection.publish("e", null);
        connection.flush(null);

        assertEquals(1, gathered(1).get("received").getAsLong());
    }

    @Test
    void subject_invalid_isAnError() {
        VerbFailedException failed =
                assertThrows(VerbFailedException.class, () -> sub(List.of("a..b"), Optional.empty(), Optional.empty()));

        assertEquals(
                "refused: the server did not take all sent messages (the server's error: Invalid Subject)",
                failed.getMessage());
    }

    @Test
    void sub_denied_failsAtOnce() {
        String config = """
                streams: [ { name: A } ]
                server: { config: { no_auth_user: u, authorization: { users: [ { user: u, password: p, permissions: { subscribe: { deny: [secret.>] } } } ] } } }
                steps:
                """;
        passes(config + """
                  - sub: secret.x
                    error: denied
                  - sub: open.x
                    expect: { subjects: [open.x] }
                  - reply: { subject: secret.x, queue: q }
                    error: denied
                """);
        fails(
                config + """
                  - sub: secret.x
                """,
                "t.yaml:4: sub: expected an answer, was the error 'denied: the server did not take all sent messages"
                        + " (the server's error: Permissions Violation for Subscription to \"secret.x\")'");
    }

    private JsonObject sub(List<String> subjects, Optional<String> queue, Optional<Long> count) throws Exception {
        return new Sub(subjects, queue, count, Optional.empty()).run(world);
    }

    private JsonObject gathered(long received) {
        GatheredMessages gathered = world.kept.get(0).gathered();
        await().until(() -> gathered.received() >= received);
        return world.kept.get(0).gathered().answer();
    }

    @Test
    void collectAndStop_rightAfterAPublish_haveAllThatArrived() {
        passes("""
                steps:
                  - repeat:
                      count: 50
                      steps:
                        - sub: x
                          as: s
                        - pub: { subject: x, count: 20, core: true }
                        - collect: s
                          expect: { messages: { size: 20 } }
                        - pub: { subject: x, count: 20, core: true }
                        - stop: s
                          expect: { messages: { size: 40 } }
                """);
    }
}

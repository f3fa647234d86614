package dev.binrun.verb.consumer;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.verb.Background;
import dev.binrun.verb.FakeWorld;
import dev.binrun.verb.message.Sub;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests background readings while the server stops and starts. */
final class BackgroundReadingTest {
    @TempDir
    private Path store;

    @Test
    void read_serverKilledAndStartedAgain_continues() throws Exception {
        NatsServer first = NatsServer.start(ServerOptions.ephemeral().withStoreDir(store));
        int port = first.port();
        try (Stage stage = new Stage(first.url())) {
            Background pull = stage.sub(false);
            Background ordered = stage.sub(true);
            stage.publish(3);
            soon(() -> assertEquals(3, received(pull)));
            soon(() -> assertEquals(3, received(ordered)));

            first.kill();
            first.close();
            try (NatsServer second = NatsServer.start(
                    ServerOptions.ephemeral().withStoreDir(store).withPort(port))) {
                assertEquals(port, second.port());
                soon(() -> assertEquals(Connection.Status.CONNECTED, stage.connection.getStatus()));
                stage.publish(2);
                soon(() -> assertTrue(received(pull) >= 5, pull.gathered().answer()::toString));
                soon(() -> assertEquals(5, received(ordered), ordered.gathered().answer()::toString));
                pull.close();
                ordered.close();
            }
        }
    }

    @Test
    void close_serverGone_endsSoon() throws Exception {
        NatsServer server = NatsServer.start(ServerOptions.ephemeral());
        try (Stage stage = new Stage(server.url())) {
            List<Background> all = List.of(stage.sub(false), stage.sub(true));
            stage.publish(3);
            all.forEach(reading -> soon(() -> assertEquals(3, received(reading))));
            server.kill();
            server.close();
            long start = System.nanoTime();
            for (Background one : all) {
                one.close();
                one.close();
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofSeconds(10)) < 0, took::toString);
            assertEquals(List.of(), threads());
        }
    }

    @Test
    void close_interrupted_endsAndStaysInterrupted() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                Stage stage = new Stage(server.url())) {
            Background pull = stage.sub(false);
            stage.publish(3);
            soon(() -> assertEquals(3, received(pull)));
            Thread.currentThread().interrupt();
            pull.close();
            assertTrue(Thread.interrupted());
            assertEquals(List.of(), threads());
            assertEquals(3, received(pull));
        }
    }

    private static long received(Background background) {
        return background.gathered().received();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("consumer sub LONELY."))
                .toList();
    }

    @Test
    void ended_connectionClosed_namesThat() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                Stage stage = new Stage(server.url())) {
            new Sub(List.of("LONELY"), Optional.empty(), Optional.empty(), Optional.empty()).run(stage.world);
            Background plain = stage.world.kept.get(0);
            List<Background> all = List.of(plain, stage.sub(false), stage.sub(true));
            all.forEach(reading -> assertEquals(Optional.empty(), reading.ended()));

            stage.connection.close();

            all.forEach(background -> assertEquals(Optional.of("its connection is closed"), background.ended()));
            all.forEach(reading -> assertEquals(
                    "its connection is closed",
                    reading.gathered().answer().get("ended").getAsString()));
        }
    }

    private static void soon(ThrowingRunnable holds) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(holds);
    }

    /** A stream LONELY with a consumer c. */
    private static final class Stage implements AutoCloseable {
        final Connection connection;
        private final FakeWorld world;

        Stage(String url) throws Exception {
            connection = Nats.connect(new Options.Builder()
                    .server(url)
                    .maxReconnects(-1)
                    .reconnectWait(Duration.ofMillis(20))
                    .reportNoResponders()
                    .errorListener(new ErrorListener() {})
                    .build());
            world = new FakeWorld(connection);
            JsonObject stream = new JsonObject();
            stream.addProperty("name", "LONELY");
            Api.ask(world, "STREAM.CREATE.LONELY", stream);
            JsonObject config = new JsonObject();
            config.addProperty("durable_name", "c");
            config.addProperty("ack_policy", "explicit");
            ConsumerRequest request = ConsumerRequest.of("LONELY", config, "create", false);
            Api.ask(world, request.subject(), request.body());
        }

        Background sub(boolean ordered) throws InterruptedException {
            new ConsumerSub(
                            "LONELY",
                            ordered ? Optional.empty() : Optional.of("c"),
                            ordered,
                            Optional.empty(),
                            Optional.empty(),
                            new SettlePlan(Optional.empty(), false, false, Optional.empty(), Optional.empty()),
                            PullOptions.none(),
                            Optional.empty(),
                            Optional.empty(),
                            new JsonObject())
                    .run(world);
            return world.kept.get(world.kept.size() - 1);
        }

        void publish(int count) throws Exception {
            for (int i = 0; i < count; i++) {
                connection.jetStream().publish("LONELY", new byte[0]);
            }
        }

        @Override
        public void close() {
            world.kept.forEach(Background::close);
            try {
                connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

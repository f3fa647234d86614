package dev.binrun.verb.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.playground.NatsCli;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.verb.FakeWorld;
import dev.binrun.verb.Verb;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.Mirror;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the health checks with {@code nats server check … --format json}; skipped without the nats CLI. */
final class CheckLikeCliTest {
    private NatsServer server;
    private NatsCli cli;
    private FakeWorld world;

    @Test
    void checks_returnTheResultOfTheCli(@TempDir Path home) throws Exception {
        Optional<NatsCli> found = NatsCli.find(home);
        assumeTrue(found.isPresent(), NatsCli.ABSENT);
        cli = found.get();
        try (NatsServer started = NatsServer.start(ServerOptions.ephemeral())) {
            server = started;
            Connection connection =
                    Nats.connect(new Options.Builder().server(server.url()).build());
            world = new FakeWorld(connection);
            fill(connection);
            streams();
            consumers();
            same("jetstream", new CheckJetStream(n(), n(), n(), n(), n(), n(), n(), n(), Optional.empty(), d(), n()));
            same(
                    "jetstream --no-replicas --mem-warn 95",
                    new CheckJetStream(n(95), n(), n(), n(), n(), n(), n(), n(), Optional.of(false), d(), n()));
            connection.close();
        }
    }

    private void streams() throws Exception {
        same("stream --stream A", stream("A", n(), n(), n(), n(), n(), n()));
        same("stream --stream NOPE", stream("NOPE", n(), n(), n(), n(), n(), n()));
        same(
                "stream --stream A --msgs-warn 3 --msgs-critical 2 --subjects-warn 1 --subjects-critical 9",
                stream("A", n(), n(), n(3), n(2), n(1), n(9)));
        same(
                "stream --stream A --subjects-warn 9 --subjects-critical 5 --peer-expect 3 --lag-critical 5",
                stream("A", n(5), n(3), n(), n(), n(9), n(5)));
        same("stream --stream M --lag-critical 5", stream("M", n(5), n(), n(), n(), n(), n()));
    }

    private void consumers() throws Exception {
        same("consumer --stream A --consumer NOPE", consumer("NOPE", n(), n(), n(), false));
        same("consumer --stream A --consumer c", consumer("c", n(), n(), n(), false));
        same(
                "consumer --stream A --consumer c --outstanding-ack-critical 1 --unprocessed-critical 5 --redelivery-critical 1 --pinned",
                consumer("c", n(1), n(5), n(1), true));
    }

    private static void fill(Connection connection) throws Exception {
        JetStreamManagement management = connection.jetStreamManagement();
        management.addStream(StreamConfiguration.builder()
                .name("A")
                .subjects("a.>")
                .storageType(StorageType.Memory)
                .build());
        management.addStream(StreamConfiguration.builder()
                .name("M")
                .mirror(Mirror.builder().name("A").build())
                .build());
        management.createConsumer(
                "A", ConsumerConfiguration.builder().durable("c").build());
        for (int i = 0; i < 3; i++) {
            connection.jetStream().publish("a." + i, new byte[100]);
        }
        connection
                .jetStream()
                .subscribe(null, io.nats.client.PullSubscribeOptions.bind("A", "c"))
                .fetch(1, 1_000);
    }

    private static CheckStream stream(
            String name,
            Optional<Long> lag,
            Optional<Long> peers,
            Optional<Long> msgsWarn,
            Optional<Long> msgsCritical,
            Optional<Long> subjectsWarn,
            Optional<Long> subjectsCritical) {
        return new CheckStream(
                name, lag, d(), n(), n(), peers, n(), d(), msgsWarn, msgsCritical, subjectsWarn, subjectsCritical);
    }

    private static CheckConsumer consumer(
            String name, Optional<Long> acks, Optional<Long> unprocessed, Optional<Long> redelivery, boolean pinned) {
        return new CheckConsumer("A", name, acks, n(), unprocessed, d(), d(), redelivery, pinned);
    }

    /** Asserts that both results are equal, without the times. */
    private void same(String command, Verb verb) throws Exception {
        String json = cli.paste("nats -s " + server.url() + " server check " + command + " --format json || true");
        JsonObject expected = JsonParser.parseString(json).getAsJsonObject();
        assertEquals(withoutTimes(expected), withoutTimes(verb.run(world)), command);
    }

    private static JsonObject withoutTimes(JsonObject result) {
        for (JsonElement data : result.getAsJsonArray("perf_data")) {
            JsonObject item = data.getAsJsonObject();
            if (item.has("unit") && item.get("unit").getAsString().equals("s")) {
                item.addProperty("value", 0);
            }
        }
        return result;
    }

    private static Optional<Long> n() {
        return Optional.empty();
    }

    private static Optional<Long> n(long number) {
        return Optional.of(number);
    }

    private static Optional<Duration> d() {
        return Optional.empty();
    }
}

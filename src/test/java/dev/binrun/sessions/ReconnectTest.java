package dev.binrun.sessions;

import static dev.binrun.sessions.Stage.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart of the server while the business logic runs. */
final class ReconnectTest {
    @TempDir
    private Path store;

    @Test
    void serverRestarted_consumersFollowTheBuckets() throws Exception {
        Recorder recorder = new Recorder();
        NatsServer first = NatsServer.start(ServerOptions.ephemeral().withStoreDir(store));
        int port = first.port();
        Connection nc = patient(first.url());
        try {
            new Topology(StorageType.File, true).make(nc);
            BusinessLogicOptions options = BusinessLogicOptions.defaults().withUser();
            try (BusinessLogic logic = BusinessLogic.start(nc, options, recorder)) {
                nc.keyValue("sessions").put("Alice", "{\"subscriptions\":[\"event.a\"]}");
                nc.keyValue("sessions").put("Bob", "{\"subscriptions\":[\"event.a\"]}");
                publish(nc, "event.a", "1");
                soon(() -> assertEquals(List.of("event.a 1"), recorder.received("Alice")));
                soon(() -> assertEquals(List.of("event.a 1"), recorder.received("Bob")));

                first.kill();
                first.close();
                try (NatsServer second = NatsServer.start(
                        ServerOptions.ephemeral().withStoreDir(store).withPort(port))) {
                    Connection other = patient(second.url());
                    other.keyValue("sessions").delete("Bob");
                    other.keyValue("sessions").put("Carol", "{\"subscriptions\":[\"event.b\"]}");
                    other.keyValue("commands").put("y", "{\"workers\":1}");
                    publish(other, "event.a", "2");
                    publish(other, "event.b", "3");
                    publish(other, "command.y", "4");
                    soon(() -> assertEquals("event.a 2", last(recorder.received("Alice")), logic::toString));
                    soon(() -> assertEquals(List.of("event.b 3"), recorder.received("Carol")));
                    soon(() -> assertEquals(List.of("command.y 4"), recorder.received("COMMAND_Y")));
                    soon(() -> assertEquals(
                            List.of("Alice", "Carol"),
                            other.jetStreamManagement().getConsumerNames("EVENT").stream()
                                    .sorted()
                                    .toList()));
                    publish(other, "command.x", "5");
                    soon(() -> assertEquals(List.of("command.x 5"), recorder.received("COMMAND_X")));
                    other.close();
                }
            }
        } finally {
            nc.close();
        }
    }

    private static Connection patient(String url) throws Exception {
        return Nats.connect(Options.builder()
                .server(url)
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(20))
                .errorListener(new Quiet())
                .build());
    }

    private static void publish(Connection nc, String subject, String payload) throws Exception {
        nc.jetStream().publish(subject, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static String last(List<String> lines) {
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
}

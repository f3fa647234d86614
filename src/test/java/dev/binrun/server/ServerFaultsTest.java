package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ServerFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void restart_andStartAfterKill_keepPortStoreAndLog() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            int port = server.port();
            try (Client client = Client.connect(server)) {
                client.connection()
                        .jetStreamManagement()
                        .addStream(StreamConfiguration.builder()
                                .name("KEPT")
                                .subjects("kept")
                                .build());
                client.connection().jetStream().publish("kept", new byte[0]);
            }
            long pid = server.pid();
            server.restart(LIMIT);
            server.kill();
            assertEquals(ServerState.STOPPED, server.state());
            server.start(LIMIT);
            assertEquals(port, server.port());
            assertTrue(pid != server.pid());
            assertEquals(
                    3,
                    server.log().lines().stream()
                            .filter(line -> line.text().endsWith("Starting nats-server"))
                            .count());
            try (Client client = Client.connect(server)) {
                assertEquals(
                        1,
                        client.connection()
                                .jetStreamManagement()
                                .getStreamInfo("KEPT")
                                .getStreamState()
                                .getMsgCount());
            }
        }
    }

    @Test
    void pause_holdsIt_andResumeLetsItGoOn() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                Client client = Client.connect(server)) {
            server.pause();
            assertEquals(ServerState.PAUSED, server.state());
            assertThrows(Exception.class, () -> client.connection().flush(Duration.ofMillis(200)));
            server.resume();
            client.connection().flush(LIMIT);
            assertEquals(ServerState.RUNNING, server.state());
        }
    }

    @Test
    void lameDuck_begins_andTheServerCanBeKilledMeanwhile() {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            server.lameDuck(LIMIT);
            assertEquals(ServerState.LAME_DUCK, server.state());
            server.kill();
            assertEquals(ServerState.STOPPED, server.state());
        }
    }

    @Test
    void faults_thatCannotBe_sayWhatItIsAndWhatToDo() {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            assertRefused(server, "cannot be started: it is running", () -> server.start(LIMIT));
            assertRefused(server, "cannot be resumed: it is running", server::resume);
            server.pause();
            assertRefused(server, "cannot be stopped: it is paused", () -> server.stop(LIMIT));
            assertRefused(server, "resume or kill it", server::pause);
            server.kill();
            for (Runnable fault : List.<Runnable>of(
                    () -> server.restart(LIMIT), server::kill, server::pause, () -> server.lameDuck(LIMIT))) {
                assertRefused(server, "it is stopped", fault);
                assertRefused(server, "start it first", fault);
            }
        }
    }

    @Test
    void end_thatNobodyAskedFor_isACrash() {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            Awaitility.await().until(() -> server.state() == ServerState.CRASHED);
            assertRefused(server, "it is crashed", server::pause);
        }
    }

    private static void assertRefused(NatsServer server, String reason, Runnable fault) {
        String message = assertThrows(ServerException.class, fault::run).getMessage();
        assertTrue(message.startsWith("nats-server n1 ") && message.contains(reason), message);
    }

    /** A connection whose close may stand in a try: the library's says that it may be interrupted. */
    private record Client(Connection connection) implements AutoCloseable {
        static Client connect(NatsServer server) throws Exception {
            return new Client(Nats.connect(
                    Options.builder().server(server.url()).noReconnect().build()));
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while closing a connection", e);
            }
        }
    }
}

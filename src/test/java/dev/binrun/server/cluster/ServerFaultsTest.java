package dev.binrun.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.server.Client;
import dev.binrun.server.Membership;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerKilledException;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.ServerState;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.Script;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.Signals;
import dev.binrun.server.network.Network;
import io.nats.client.ConnectionListener;
import io.nats.client.Options;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ServerFaultsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void restart_andStartAfterKill_keepPortStoreAndLog() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            int port = server.port();
            try (Client client = Client.connect(server.url())) {
                client.add("KEPT", 1);
                client.connection().jetStream().publish("KEPT", new byte[0]);
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
            try (Client client = Client.connect(server.url())) {
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
    void pause_thenResume_serverRepliesAgain() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                Client client = Client.connect(server.url())) {
            server.pause();
            assertEquals(ServerState.PAUSED, server.state());
            assertThrows(Exception.class, () -> client.connection().flush(Duration.ofMillis(200)));
            server.resume(LIMIT);
            client.connection().flush(LIMIT);
            assertEquals(ServerState.RUNNING, server.state());
        }
    }

    @Test
    void lameDuck_killedMeanwhile_isStopped() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                Client client = Client.connect(server.url())) {
            client.connection().flush(LIMIT); // without clients the server would end at once
            server.lameDuck(LIMIT);
            assertEquals(ServerState.LAME_DUCK, server.state());
            server.kill();
            assertEquals(ServerState.STOPPED, server.state());
        }
    }

    @Test
    void lameDuck_ended_startsAgainAtItsPort() throws Exception {
        BlockingQueue<ConnectionListener.Events> events = new LinkedBlockingQueue<>();
        JsonObject config =
                JsonParser.parseString("{lame_duck_grace_period: 50ms}").getAsJsonObject();
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral().withConfig(config));
                Client client = Client.connect(Options.builder()
                        .server(server.url())
                        .noReconnect()
                        .connectionListener((connection, event) -> events.add(event))
                        .build())) {
            int port = server.port();
            client.connection().flush(LIMIT);
            server.lameDuck(LIMIT);
            Awaitility.await().atMost(LIMIT).until(() -> events.contains(ConnectionListener.Events.LAME_DUCK));
            Awaitility.await().atMost(LIMIT).until(() -> server.state() == ServerState.STOPPED);
            assertEquals(OptionalInt.of(0), server.exitStatus());
            assertRefused(server, "it is stopped", server::pause);
            assertPortHeld(port);
            server.start(LIMIT);
            assertEquals(port, server.port());
            assertEquals(ServerState.RUNNING, server.state());
        }
    }

    @Test
    void process_endsUnexpectedly_portStaysReserved() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            int port = server.port();
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            Awaitility.await().untilAsserted(() -> assertPortHeld(port));
            server.start(LIMIT);
            assertEquals(port, server.port());
        }
    }

    @Test
    void resume_noReply_isReported() throws Exception {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            server.pause();
            server.kill();
            assertRefused(server, "cannot be resumed: it is stopped", () -> server.resume(LIMIT));
            server.start(LIMIT);
            server.pause();
            String message = assertThrows(ServerException.class, () -> server.resume(Duration.ofNanos(1)))
                    .getMessage();
            assertTrue(message.startsWith("nats-server n1 did not reply within 0ms after SIGCONT: "), message);
            assertEquals(ServerState.RUNNING, server.state());
        }
    }

    @Test
    void signal_processHasEnded_isReported() {
        Signals signals = new Signals(Integer.MAX_VALUE, Duration.ofMillis(200));
        String message =
                assertThrows(ServerException.class, () -> signals.send("STOP")).getMessage();
        assertTrue(message.startsWith("nats-server 2147483647 cannot be sent SIGSTOP: "), message);
        message = assertThrows(ServerException.class, signals::awaitStopped).getMessage();
        assertTrue(message.contains("received SIGSTOP, but its state is unknown: "), message);
    }

    @Test
    void requireSupport_windows_isRejected() {
        String message = assertThrows(
                        ServerException.class, () -> Signals.requireSupport("Windows 11", "n1", "stopped cleanly"))
                .getMessage();
        assertEquals(
                "nats-server n1 cannot be stopped cleanly: this needs a signal, and Windows has none. Kill the server, or run this on"
                        + " Linux or macOS",
                message);
        Signals.requireSupport("Linux", "n1", "paused");
        Signals.requireSupport("Mac OS X", "n1", "paused"); // Java's name of macOS
    }

    @Test
    void awaitStopped_processRuns_isReported() {
        Signals signals = new Signals(ProcessHandle.current().pid(), Duration.ofMillis(50));
        String message =
                assertThrows(ServerException.class, signals::awaitStopped).getMessage();
        assertTrue(message.contains("still runs 50ms after SIGSTOP. Kill it, or resume it"), message);
    }

    @Test
    void faults_impossibleInState_reportStateAndNextStep() {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            assertRefused(server, "cannot be started: it is running", () -> server.start(LIMIT));
            assertRefused(server, "cannot be resumed: it is running", () -> server.resume(LIMIT));
            server.pause();
            assertRefused(server, "cannot be stopped: it is paused", () -> server.stop(LIMIT));
            assertRefused(server, "cannot be restarted: it is paused", () -> server.restart(LIMIT));
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
    void process_endsUnexpectedly_isACrash() {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            Awaitility.await().until(() -> server.state() == ServerState.CRASHED);
            assertRefused(server, "it is crashed", server::pause);
        }
    }

    /** The start runs on another thread. */
    @Test
    void kill_duringStart_isDoneAtOnceAndReportedByTheStart() throws Exception {
        try (NatsServer server = hanging("exec sleep 60")) {
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> server.start(LIMIT));
            Awaitility.await().until(server::isStarting);
            server.kill();
            CompletionException failure = assertThrows(CompletionException.class, start::join);
            assertEquals(ServerKilledException.class, failure.getCause().getClass(), failure.toString());
            assertEquals("n1 was killed while it started", failure.getCause().getMessage());
            assertEquals(ServerState.STOPPED, server.state());
        }
    }

    @Test
    void start_interrupted_keepsStartingAndNextOperationHasItsLimit() throws Exception {
        try (NatsServer server = hanging("exec sleep 60")) {
            CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> failure.complete(assertThrows(ServerException.class, () -> server.start(LIMIT))), "starting");
            thread.start();
            Awaitility.await().until(server::isStarting);
            assertRefused(
                    server,
                    "cannot be paused within 10ms, because another operation",
                    () -> server.pause(Duration.ofMillis(10)));
            thread.interrupt();
            assertTrue(
                    failure.get(5, TimeUnit.SECONDS).getMessage().startsWith("interrupted while "), failure.toString());
            assertTrue(server.isStarting());
            assertTrue(server.isAlive());
        }
    }

    @Test
    void start_processEnds_stateIsGone() throws Exception {
        try (NatsServer server = hanging("exec sleep 60")) {
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> server.start(LIMIT));
            Awaitility.await().until(server::isStarting);
            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            CompletionException failure = assertThrows(CompletionException.class, start::join);
            assertTrue(failure.getMessage().contains("it ended by itself (signal 9)"), failure.toString());
            assertEquals(ServerState.GONE, server.state());
        }
    }

    @Test
    void stop_interrupted_isFinishedLater() throws Exception {
        try (NatsServer server = hanging("trap '' TERM; echo deaf; while :; do sleep 0.1; done")) {
            server.launch(LIMIT);
            assertTrue(server.log().await("deaf"::equals, LIMIT).isPresent());
            CompletableFuture<RuntimeException> failure = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> failure.complete(assertThrows(ServerException.class, () -> server.stop(LIMIT))), "stopping");
            thread.start();
            Awaitility.await().until(() -> server.state() == ServerState.STOPPED);
            thread.interrupt();
            assertTrue(
                    failure.get(5, TimeUnit.SECONDS).getMessage().startsWith("interrupted while "), failure.toString());
            assertTrue(server.isAlive());
            server.finish(Duration.ofMillis(50));
            assertEquals(ServerState.STOPPED, server.state());
            assertFalse(server.isAlive());
        }
    }

    /** A failure of one node is reported, and the other nodes are still recovered. */
    @Test
    void recovery_fails_isReported() {
        AtomicBoolean broken = new AtomicBoolean();
        Membership membership = new Membership() {
            @Override
            public boolean isClustered() {
                return false;
            }

            @Override
            public void processStarting(NatsServer server) {
                if (broken.get()) {
                    throw new IllegalStateException("out of order");
                }
            }

            @Override
            public void serverListening(NatsServer server, long deadline) {
                // clients connect directly
            }

            @Override
            public void processEnded(NatsServer server, long pid) {
                // nothing to do
            }

            @Override
            public void awaitServing(NatsServer server, long deadline) {
                // nothing to wait for
            }
        };
        try (NatsServer server = NatsServer.create(ServerOptions.ephemeral(), membership);
                Network network = new Network(List.of("n1"))) {
            server.start(LIMIT);
            server.kill();
            broken.set(true);
            assertEquals(
                    List.of("a fault could not be undone: java.lang.IllegalStateException: out of order"),
                    new FaultRecovery(network, List.of(server), LIMIT).run());
        }
    }

    /** Creates a server that never serves, like one with a long recovery. */
    private NatsServer hanging(String script) throws IOException {
        return NatsServer.create(
                ServerOptions.ephemeral()
                        .withBinary(
                                new NatsBinary(Script.write(folder.resolve("hanging"), script), "2.14.0", "the test")),
                Membership.NONE);
    }

    private static void assertPortHeld(int port) {
        assertThrows(BindException.class, () -> {
            try (ServerSocket stranger = new ServerSocket()) {
                stranger.setReuseAddress(false);
                stranger.bind(new InetSocketAddress("127.0.0.1", port));
            }
        });
    }

    private static void assertRefused(NatsServer server, String reason, Runnable fault) {
        String message = assertThrows(ServerException.class, fault::run).getMessage();
        assertTrue(message.startsWith("nats-server n1 ") && message.contains(reason), message);
    }
}

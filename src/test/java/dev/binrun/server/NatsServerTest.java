package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.Script;
import dev.binrun.server.host.ServerException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(60)
@Isolated("counts the folders of all servers of this JVM")
class NatsServerTest {
    private static final ServerOptions OPTIONS = ServerOptions.ephemeral();

    @TempDir
    Path temporary;

    @Test
    void start_byDefault_servesJetStreamOnLoopback() throws Exception {
        try (NatsServer server = NatsServer.start(OPTIONS.withName("alone"))) {
            assertEquals("nats://127.0.0.1:" + server.port(), server.url());
            assertEquals("alone", server.name());
            assertEquals(NatsBinary.PINNED_VERSION, server.version());
            assertTrue(server.isAlive());
            assertTrue(server.monitorPort().isEmpty());
            try (Client client = Client.connect(server.url())) {
                assertEquals("alone", client.connection().getServerInfo().getServerName());
                assertEquals(
                        0,
                        client.connection().jetStreamManagement().getStreams().size());
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void start_always_folderIsPrivate() throws Exception {
        try (NatsServer server = NatsServer.start(OPTIONS)) {
            for (Path folder : List.of(server.folder(), server.folder().getParent())) {
                assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
            }
            assertEquals(
                    server.pid(),
                    Long.parseLong(Files.readString(server.folder().resolve("server.pid"))
                            .strip()));
        }
    }

    @Test
    void close_twice_leavesNoProcessAndNoFolder() {
        NatsServer server = NatsServer.start(OPTIONS);
        server.close();
        server.close();
        assertFalse(server.isAlive());
        assertTrue(ProcessHandle.of(server.pid()).isEmpty());
        assertFalse(Files.exists(server.folder()));
    }

    @Test
    void close_interrupted_removesAllAndKeepsTheInterrupt() {
        NatsServer server = NatsServer.start(OPTIONS);
        Thread.currentThread().interrupt();
        server.close();
        assertTrue(Thread.interrupted());
        assertTrue(ProcessHandle.of(server.pid()).isEmpty());
        assertFalse(Files.exists(server.folder()));
    }

    @Test
    void start_interrupted_throwsAndLeavesNothing() throws Exception {
        Path home;
        try (NatsServer server = NatsServer.start(OPTIONS)) {
            home = server.folder().getParent();
        }
        Set<Path> before = entries(home);
        Thread.currentThread().interrupt();
        ServerException failure = assertThrows(ServerException.class, () -> NatsServer.start(OPTIONS));
        assertTrue(Thread.interrupted());
        assertTrue(failure.getMessage().startsWith("interrupted while waiting"), failure.getMessage());
        assertEquals(before, entries(home));
    }

    @Test
    void close_usersStore_keepsItForTheNextStart() throws Exception {
        ServerOptions kept = OPTIONS.withStoreDir(temporary.resolve("js"));
        try (NatsServer server = NatsServer.start(kept);
                Client client = Client.connect(server.url())) {
            client.connection().jetStreamManagement().addStream(stream("KEPT"));
            client.connection().jetStream().publish("KEPT", "one".getBytes());
        }
        try (NatsServer server = NatsServer.start(kept);
                Client client = Client.connect(server.url())) {
            assertEquals(temporary.resolve("js"), server.storeDir());
            assertEquals(
                    1,
                    client.connection()
                            .jetStreamManagement()
                            .getStreamInfo("KEPT")
                            .getStreamState()
                            .getMsgCount());
        }
    }

    @Test
    void stop_runningServer_isClean() {
        try (NatsServer server = NatsServer.start(OPTIONS)) {
            assertTrue(server.stop(Duration.ofSeconds(5)));
            assertEquals(0, server.exitStatus().orElseThrow());
            assertTrue(
                    server.log().tail(3).stream().anyMatch(line -> line.contains("Server Exiting")),
                    () -> server.log().tail(3).toString());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void close_pausedServerWithUsersStore_killsItInTime() throws Exception {
        NatsServer server = NatsServer.start(OPTIONS.withStoreDir(temporary.resolve("js")));
        assertEquals(
                0,
                new ProcessBuilder("kill", "-STOP", "" + server.pid()).start().waitFor());
        assertFalse(server.stop(Duration.ofMillis(200)));
        assertFalse(server.isAlive());
        server.close();
        assertFalse(Files.exists(server.folder()));
    }

    @Test
    void kill_runningServer_endsItAtOnce() {
        try (NatsServer server = NatsServer.start(OPTIONS)) {
            server.kill();
            assertFalse(server.isAlive());
            assertNotEquals(0, server.exitStatus().orElseThrow());
        }
    }

    @Test
    void start_withConfig_mergesItOverTheDefault() throws Exception {
        JsonObject config = JsonParser.parseString("""
                        {"max_payload": 1234, "jetstream": {"max_mem": 65536, "max_file": 131072}}""").getAsJsonObject();
        try (NatsServer server = NatsServer.start(OPTIONS.withConfig(config));
                Client client = Client.connect(server.url())) {
            assertEquals(1234, client.connection().getServerInfo().getMaxPayload());
            assertEquals(server.folder().resolve("store"), server.storeDir());
            assertTrue(Files.isDirectory(server.storeDir().resolve("jetstream")));
            assertTrue(server.log()
                    .await(line -> line.contains("Max Memory:      64.00 KB"), Duration.ZERO)
                    .isPresent());
        }
    }

    @Test
    void start_withUsers_isReadyAndRequiresThePassword() throws Exception {
        JsonObject config = JsonParser.parseString("""
                        {"authorization": {"user": "sue", "password": "x=<y>&\\"z\\""}}""").getAsJsonObject();
        try (NatsServer server = NatsServer.start(OPTIONS.withConfig(config))) {
            Options options = Options.builder()
                    .server(server.url())
                    .userInfo("sue", "x=<y>&\"z\"")
                    .build();
            try (Client client = new Client(Nats.connect(options))) {
                assertEquals(
                        0,
                        client.connection().jetStreamManagement().getStreams().size());
            }
        }
    }

    @Test
    void start_onlyOneAccountHasJetStream_isReady() throws Exception {
        JsonObject config = JsonParser.parseString("""
                        {"accounts": {"A": {"jetstream": "enabled", "users": [{"user": "a", "password": "a"}]}},
                         "no_auth_user": "a"}""").getAsJsonObject();
        try (NatsServer server = NatsServer.start(OPTIONS.withConfig(config));
                Client client = Client.connect(server.url())) {
            assertEquals(
                    0, client.connection().jetStreamManagement().getStreams().size());
        }
    }

    @Test
    void start_guestsMayNotUseJetStream_isReadyAtOnce() {
        for (String guest : List.of("without", "denied")) {
            JsonObject config = JsonParser.parseString("""
                    {"accounts": {"A": {"jetstream": "enabled", "users": [
                       {"user": "denied", "password": "d", "permissions": {"publish": ["x"]}}]},
                     "B": {"users": [{"user": "without", "password": "w"}]}}}""").getAsJsonObject();
            config.addProperty("no_auth_user", guest);
            long start = System.nanoTime();
            NatsServer.start(OPTIONS.withConfig(config)).close();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, guest + ": " + took);
        }
    }

    @Test
    void start_rejectedConfiguration_reportsAllReasonsInOneLine() {
        JsonObject config = JsonParser.parseString("{\"mappings\": {\"a\": 1}, \"max_payload\": \"big\"}")
                .getAsJsonObject();
        RefusedConfigException refused =
                assertThrows(RefusedConfigException.class, () -> NatsServer.start(OPTIONS.withConfig(config)));
        assertEquals(
                List.of(
                        "Expected an entry for the mapping destination",
                        "interface conversion: interface {} is string, not int64"),
                Arrays.stream(refused.reason().split("; ")).sorted().toList());
    }

    @Test
    void start_withMonitoring_reportsThePort() throws Exception {
        try (NatsServer server = NatsServer.start(OPTIONS.withMonitorPort(-1))) {
            URI health = URI.create("http://127.0.0.1:" + server.monitorPort().orElseThrow() + "/healthz");
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
            assertEquals("{\"status\":\"ok\"}", response.body());
        }
    }

    @Test
    void start_portTaken_reportsThePortAndTheFix() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = taken.getLocalPort();
            String message = failureOf(OPTIONS.withPort(port));
            assertTrue(
                    message.startsWith("port " + port + " is taken: nats-server n1 did not start\n"
                            + "next: end the process that uses port " + port),
                    message);
            assertTrue(message.contains("BINRUN_PORT"), message);
        }
    }

    @Test
    void start_wrongConfig_reportsCommandStatusLogAndConfiguration() {
        JsonObject config = new JsonObject();
        config.addProperty("max_payload", "a lot");
        String message = failureOf(OPTIONS.withConfig(config));
        assertTrue(
                message.startsWith("nats-server n1 did not start: it was not ready: it ended with status 1"), message);
        assertTrue(message.contains("-c "), message);
        assertTrue(message.contains("\"max_payload\": \"a lot\""), message);
        assertTrue(message.contains("last lines of its log:\n  "), message);
        assertTrue(message.contains("reports an error in the merged configuration: [max_payload]"), message);
    }

    @Test
    void start_withLogFile_isRejected() {
        JsonObject config = new JsonObject();
        config.addProperty("Log_File", "/tmp/x");
        assertTrue(failureOf(OPTIONS.withConfig(config))
                .startsWith("the server's configuration must not set \"Log_File\""));
    }

    @Test
    void start_keysInCapitals_areMerged() {
        JsonObject config = JsonParser.parseString("{JetStream: {max_mem: 65536}, NET: '127.0.0.1'}")
                .getAsJsonObject();
        try (NatsServer server = NatsServer.start(OPTIONS.withConfig(config))) {
            assertTrue(Files.isDirectory(server.folder().resolve("store/jetstream")));
        }
    }

    @Test
    void reset_usersStore_keepsTheStore() throws Exception {
        Path store = temporary.resolve("precious");
        Files.createDirectory(store);
        Files.writeString(store.resolve("thesis.txt"), "years of work");
        try (NatsServer server = NatsServer.start(OPTIONS.withStoreDir(store))) {
            server.reset();
        }
        assertEquals("years of work", Files.readString(store.resolve("thesis.txt")));
    }

    @Test
    void start_missingExecutable_isReported() {
        NatsBinary gone = new NatsBinary(temporary.resolve("gone"), "2.14.0", "the test");
        String message = failureOf(OPTIONS.withBinary(gone));
        assertTrue(message.endsWith("(from the test) does not exist or is not executable"), message);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void start_notAServer_reportsItsOutput() throws Exception {
        String message = failureOf(OPTIONS.withBinary(script("echo I am no server; exit 3")));
        assertTrue(message.contains("it ended with status 3"), message);
        assertTrue(message.contains("\n  I am no server\n"), message);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void start_processHangs_killsItAfterTheTimeout() throws Exception {
        Path pid = temporary.resolve("pid");
        NatsBinary hanging = script("echo $$ > " + pid + "; exec sleep 60");
        String message = failureOf(OPTIONS.withBinary(hanging).withStartTimeout(Duration.ofMillis(500)));
        assertTrue(message.contains("it did not listen for clients within 500ms"), message);
        assertTrue(
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).isEmpty());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void start_scriptWithChildHangs_doesNotWaitForTheChild() throws Exception {
        NatsBinary hanging = script("sleep 60; exit 1");
        long start = System.nanoTime();
        failureOf(OPTIONS.withBinary(hanging).withStartTimeout(Duration.ofMillis(500)));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertTrue(took.compareTo(Duration.ofMillis(500).plus(ServerProcess.LOG_LIMIT)) < 0, took::toString);
    }

    /** A node can end before its cluster has its first leader. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void reset_serverEndedByItself_reportsAFailedStart() {
        try (NatsServer server = NatsServer.start(OPTIONS.withName("n3"))) {
            ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
            Awaitility.await().until(() -> !server.isAlive());
            String message = assertThrows(ServerException.class, server::reset).getMessage();
            assertTrue(
                    message.startsWith("nats-server n3 did not start: it ended by itself, with status 137\n"), message);
            assertTrue(message.contains("last lines of its log:\n  [" + server.pid() + "] "), message);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void start_wrapper_isRejectedUnlessItExecs() throws Exception {
        String server = NatsBinary.find(System.getenv()).path().toString();
        String message = failureOf(OPTIONS.withBinary(script(server + " \"$@\"; exit $?")));
        Matcher pid = Pattern.compile("a wrapper that runs nats-server as another process \\((\\d+), not \\d+\\)")
                .matcher(message);
        assertTrue(pid.find() && message.contains("; the wrapper must exec nats-server"), message);
        ProcessHandle.of(Long.parseLong(pid.group(1)))
                .ifPresent(left -> left.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        NatsServer.start(OPTIONS.withBinary(script("exec " + server + " \"$@\"")))
                .close();
    }

    @Test
    void start_portOfConfigurationTaken_adviceIsToRemoveIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            JsonObject config = new JsonObject();
            config.addProperty("port", taken.getLocalPort());
            String message = failureOf(OPTIONS.withConfig(config));
            assertTrue(message.contains(", or remove the port from the merged configuration"), message);
            assertFalse(message.contains("BINRUN_PORT"), message);
        }
    }

    @Test
    void start_manyAtOnce_portsAndFoldersDiffer() {
        List<CompletableFuture<NatsServer>> starting = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> NatsServer.start(OPTIONS.withName("n" + i))))
                .toList();
        List<NatsServer> servers =
                starting.stream().map(CompletableFuture::join).toList();
        assertEquals(8, servers.stream().map(NatsServer::port).distinct().count());
        assertEquals(8, servers.stream().map(NatsServer::folder).distinct().count());
        servers.forEach(NatsServer::close);
        assertTrue(servers.stream().noneMatch(NatsServer::isAlive));
    }

    @Test
    void logLine_throws_serverAndLogContinue() {
        try (NatsServer server = NatsServer.start(OPTIONS.withLogLine(line -> {
            throw new IllegalStateException("full");
        }))) {
            assertTrue(server.log()
                    .await(line -> line.contains("Server is ready"), Duration.ofSeconds(5))
                    .isPresent());
            assertTrue(server.log()
                    .await(line -> line.contains("failed and gets no more lines"), Duration.ofSeconds(5))
                    .isPresent());
        }
    }

    @Test
    void logLine_always_getsTheLinesOfTheLog() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        NatsServer server = NatsServer.start(OPTIONS.withLogLine(seen::add));
        server.close();
        assertEquals(server.log().tail(Integer.MAX_VALUE), seen);
    }

    private String failureOf(ServerOptions options) {
        return assertThrows(
                        ServerException.class, () -> NatsServer.start(options).close())
                .getMessage();
    }

    private NatsBinary script(String body) throws IOException {
        return new NatsBinary(Script.write(temporary.resolve("fake"), body), "2.14.0", "the test");
    }

    private static StreamConfiguration stream(String name) {
        return StreamConfiguration.builder()
                .name(name)
                .subjects(name)
                .storageType(StorageType.File)
                .build();
    }

    private static Set<Path> entries(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.collect(Collectors.toSet());
        }
    }

    /**
     * A connection whose {@code close} fits into a try statement, because it does not declare that it may be
     * interrupted.
     */
    private record Client(Connection connection) implements AutoCloseable {
        public static Client connect(String url) throws IOException, InterruptedException {
            return new Client(Nats.connect(url));
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

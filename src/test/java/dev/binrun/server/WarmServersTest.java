package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.host.Script;
import dev.binrun.server.host.ServerException;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WarmServersTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final ServerOptions options = ServerOptions.ephemeral().withName("warm-test-" + NAMES.incrementAndGet());
    private final WarmServers servers = new WarmServers(2, Duration.ofMinutes(1));

    @TempDir
    Path temporary;

    @AfterEach
    void close() {
        servers.close();
        await(
                "no thread is left",
                () -> threads("nats-server-spare-" + options.name()).isEmpty());
        await(
                "no server is left",
                () -> threads("nats-server-log-" + options.name()).isEmpty());
    }

    @Test
    void take_equalOptions_startsTheNextMeanwhile() throws Exception {
        ProcessHandle spare = spare();
        Set<Long> before = children();
        try (NatsServer server = take()) {
            assertEquals(spare.pid(), server.pid());
            assertTrue(before.contains(server.pid()));
            assertUnused(server);
        }
    }

    @Test
    void take_once_startsOnlyThatServer() {
        try (NatsServer server = take()) {
            assertTrue(server.isAlive());
            assertEquals(List.of(), threads("nats-server-spare-" + options.name()));
        }
    }

    @Test
    void take_often_neverHandsOnAUsedServer() throws Exception {
        Set<Object> identities = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            try (NatsServer server = take()) {
                assertTrue(identities.add(server.pid()), "the process " + server.pid() + " was used before");
                assertTrue(identities.add(server.folder()), "the folder " + server.folder() + " was used before");
                assertUnused(server);
            }
        }
    }

    /** A run with many rounds starts thousands of servers; each holds the last lines of its log. */
    @Test
    void take_often_holdsNoEarlierServer() {
        List<WeakReference<NatsServer>> earlier = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            try (NatsServer server = take()) {
                earlier.add(new WeakReference<>(server));
            }
        }

        await("the first five servers are garbage", () -> {
            System.gc();
            return earlier.subList(0, 5).stream().allMatch(server -> server.get() == null);
        });
    }

    @Test
    void take_otherOptions_leavesTheSpareServer() throws Exception {
        ProcessHandle spare = spare();
        ServerOptions other = options.withConfig(Map.of("max_payload", 1024));
        try (NatsServer server = servers.take(other, Membership.NONE);
                Client client = Client.connect(server.url())) {
            assertEquals(1024, client.connection().getMaxPayload());
            assertTrue(spare.isAlive());
        }
        try (NatsServer server = take()) {
            assertEquals(spare.pid(), server.pid());
        }
    }

    @Test
    void take_spareServerHasDied_startsAnother() throws Exception {
        ProcessHandle spare = spare();
        Path folder = folder(spare);
        spare.destroyForcibly();
        spare.onExit().join();
        try (NatsServer server = take()) {
            assertUnused(server);
        }
        await("the folder of the dead server is removed", () -> !Files.exists(folder));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void take_spareServerCouldNotBeStarted_startsOne() throws Exception {
        ServerOptions failing = failingFrom(3, 3);
        servers.take(failing, Membership.NONE).close();
        servers.take(failing, Membership.NONE).close();
        await("the spare server was started", () -> starts() == 3);
        try (NatsServer server = servers.take(failing, Membership.NONE)) {
            assertTrue(server.isAlive());
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void take_nothingCanBeStarted_throwsAsStartDoes() throws Exception {
        ServerOptions failing = failingFrom(3, 9);
        servers.take(failing, Membership.NONE).close();
        servers.take(failing, Membership.NONE).close();
        ServerException warm = assertThrows(ServerException.class, () -> servers.take(failing, Membership.NONE));
        ServerException ordinary = assertThrows(ServerException.class, () -> NatsServer.start(failing));
        assertTrue(warm.getMessage().contains("out of order"), warm.getMessage());
        assertEquals(withoutFolder(ordinary.getMessage()), withoutFolder(warm.getMessage()));
    }

    @Test
    void take_notInTime_spareServerEnds() throws Exception {
        try (WarmServers impatient = new WarmServers(2, Duration.ofMillis(1))) {
            impatient.take(options, Membership.NONE).close();
            try (NatsServer used = impatient.take(options, Membership.NONE)) {
                await(
                        "no spare server is left",
                        () -> threads("nats-server-spare-" + options.name()).isEmpty());
                assertEquals(
                        List.of("nats-server-log-" + options.name()), threads("nats-server-log-" + options.name()));
                assertTrue(used.isAlive());
            }
            try (NatsServer server = impatient.take(options, Membership.NONE)) {
                assertUnused(server);
            }
        }
    }

    @Test
    void take_moreOptionsThanSpareServers_endsTheEldest() throws Exception {
        ProcessHandle eldest = spare();
        for (int payload : List.of(1024, 2048)) {
            ServerOptions other = options.withConfig(Map.of("max_payload", payload));
            servers.take(other, Membership.NONE).close();
            servers.take(other, Membership.NONE).close();
        }
        await("the eldest spare server has ended", () -> !eldest.isAlive());
        await(
                "two spare servers are left",
                () -> threads("nats-server-spare-" + options.name()).size() == 2);
        try (NatsServer server = take()) {
            assertUnused(server);
        }
    }

    @Test
    void close_spareServer_endsIt() throws Exception {
        ProcessHandle spare = spare();
        Path folder = folder(spare);
        servers.close();
        assertFalse(spare.isAlive());
        assertFalse(Files.exists(folder));
        take().close();
        take().close();
        assertEquals(List.of(), threads("nats-server-spare-" + options.name()));
    }

    @Test
    void take_inParallel_eachGetsItsOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> pids = threads.invokeAll(Collections.nCopies(24, (Callable<Long>) () -> {
                try (NatsServer server = take()) {
                    assertUnused(server);
                    return server.pid();
                }
            }));
            Set<Long> distinct = new HashSet<>();
            for (Future<Long> pid : pids) {
                distinct.add(pid.get());
            }
            assertEquals(24, distinct.size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void take_listener_getsEachLineOnce() throws Exception {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        spare();
        try (NatsServer server = servers.take(options.withLogLine(lines::add), Membership.NONE)) {
            assertTrue(lines.get(0).contains("Starting nats-server"), lines::toString);
            server.stop(Duration.ofSeconds(5));
            assertEquals(server.log().lines().stream().map(LogTail.Line::text).toList(), lines);
            int stopped = lines.size();
            server.start(Duration.ofSeconds(10));
            assertTrue(lines.size() > stopped, "the listener gets the lines of the next process too");
        }
    }

    @Test
    void take_failingListener_getsNoMoreLines() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        spare();
        ServerOptions failing = options.withLogLine(line -> {
            calls.incrementAndGet();
            throw new IllegalStateException("refused");
        });
        try (NatsServer server = servers.take(failing, Membership.NONE)) {
            server.stop(Duration.ofSeconds(5));
            assertEquals(1, calls.get());
            assertTrue(server.log().lines().stream()
                    .anyMatch(line -> line.text()
                            .equals("(the listener to this log failed and gets no more lines: "
                                    + "java.lang.IllegalStateException: refused)")));
        }
    }

    @Test
    void take_listenerEndsTheReadingThread_isReportedToTheUsersThreadGroup() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        ThreadGroup group = new ThreadGroup("users") {
            @Override
            public void uncaughtException(Thread thread, Throwable failure) {
                reported.complete(new Throwable(user.get(), failure));
            }
        };
        spare();
        AssertionError thrown = new AssertionError("thrown on purpose");
        Thread thread = new Thread(group, () -> {
            user.set("this user");
            try (NatsServer server =
                    servers.take(options.withLogLine(line -> throwAtExit(line, thrown)), Membership.NONE)) {
                server.stop(Duration.ofSeconds(5));
            }
        });
        thread.start();
        Throwable report = reported.get(10, TimeUnit.SECONDS);
        thread.join();
        assertEquals(thrown, report.getCause());
        assertEquals("this user", report.getMessage());
    }

    @Test
    void take_listenerThrowsAnError_endsTheServer() throws Exception {
        ProcessHandle spare = spare();
        AssertionError thrown = new AssertionError("thrown on purpose");
        assertEquals(
                thrown,
                assertThrows(
                        AssertionError.class,
                        () -> servers.take(
                                options.withLogLine(line -> {
                                    throw thrown;
                                }),
                                Membership.NONE)));
        assertFalse(spare.isAlive());
    }

    @Test
    void take_interrupted_throwsAndKeepsTheSpareServer() throws Exception {
        ProcessHandle spare = spare();
        Thread.currentThread().interrupt();
        ServerException failure = assertThrows(ServerException.class, this::take);
        assertTrue(Thread.interrupted());
        assertTrue(failure.getMessage().startsWith("interrupted while waiting"), failure.getMessage());
        assertTrue(spare.isAlive());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void take_interruptedWhileTheSpareServerStarts_throwsAndEndsIt() throws Exception {
        ServerOptions slow = counting("[ $(wc -l <count) -ge 3 ] && exec sleep 30");
        servers.take(slow, Membership.NONE).close();
        servers.take(slow, Membership.NONE).close();
        CompletableFuture<Throwable> result = new CompletableFuture<>();
        Thread user = new Thread(() ->
                result.complete(assertThrows(Throwable.class, () -> servers.take(slow, Membership.NONE))));
        user.start();
        await("the user waits", () -> user.getState() == Thread.State.TIMED_WAITING && starts() == 3);
        user.interrupt();
        assertEquals(
                "interrupted while waiting for nats-server " + slow.name(),
                result.get(10, TimeUnit.SECONDS).getMessage());
    }

    @Test
    void takeWarm_clusterOfOneNode_canBeCutAndRestarted() throws Exception {
        ClusterOptions cluster = new ClusterOptions(1, true, options.withName("replaced"));
        for (int i = 0; i < 4; i++) {
            try (NatsCluster one = NatsCluster.takeWarm(cluster);
                    Client client = Client.connect(one.url("shop", "n1"))) {
                assertEquals(
                        0,
                        client.connection()
                                .jetStreamManagement()
                                .getStreamNames()
                                .size());
                client.connection()
                        .jetStreamManagement()
                        .addStream(StreamConfiguration.builder()
                                .name("KEPT")
                                .storageType(StorageType.File)
                                .build());
                one.node("n1").kill();
                assertThrows(IOException.class, () -> Client.connect(one.url("shop", "n1")));
                one.node("n1").start(Duration.ofSeconds(10));
                try (Client again = Client.connect(one.url("shop", "n1"))) {
                    assertEquals(
                            List.of("KEPT"),
                            again.connection().jetStreamManagement().getStreamNames());
                }
            }
        }
    }

    private NatsServer take() {
        return servers.take(options, Membership.NONE);
    }

    /** Takes two servers, and waits until the one after them is ready. */
    private ProcessHandle spare() throws Exception {
        take().close();
        Set<Long> before = children();
        take().close();
        String log = "nats-server-log-" + options.name();
        await("a spare server is started", () -> threads(log).size() == 1);
        return ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child.pid()))
                .filter(child -> config(child).contains("\"" + options.name() + "\""))
                .findFirst()
                .orElseThrow();
    }

    private static void assertUnused(NatsServer server) throws Exception {
        try (Client client = Client.connect(server.url())) {
            assertEquals(List.of(), client.connection().jetStreamManagement().getStreamNames());
            client.add("USED", 1);
        }
    }

    private static void throwAtExit(String line, Error thrown) {
        if (line.contains("Server Exiting")) {
            throw thrown;
        }
    }

    /** Returns options whose executable fails from one start to another. */
    private ServerOptions failingFrom(int first, int last) throws IOException {
        return counting("n=$(wc -l <count); [ $n -ge " + first + " ] && [ $n -le " + last
                + " ] && { echo out of order; exit 3; }");
    }

    private ServerOptions counting(String command) throws IOException {
        Path script = Script.write(
                temporary.resolve("nats-server"),
                "cd " + temporary + "; echo x >>count; " + command + "\nexec "
                        + NatsBinary.find(System.getenv()).path() + " \"$@\"");
        return options.withBinary(new NatsBinary(script, "2.14.0", "test"));
    }

    private long starts() throws IOException {
        try (Stream<String> lines = Files.lines(temporary.resolve("count"))) {
            return lines.count();
        }
    }

    private static String withoutFolder(String message) {
        return message.replaceAll("run-\\d+", "run-N").replaceAll("\\[\\d+\\] \\S+ \\S+", "");
    }

    private static Set<Long> children() {
        Set<Long> pids = new HashSet<>();
        ProcessHandle.current().children().forEach(child -> pids.add(child.pid()));
        return pids;
    }

    private static String config(ProcessHandle server) {
        try {
            return Files.readString(folder(server).resolve("server.conf"));
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the folder of the configuration file; another one for a process that is no server. */
    private static Path folder(ProcessHandle process) {
        return Stream.of(process.info().arguments().orElse(new String[0]))
                .filter(word -> word.endsWith("server.conf"))
                .map(word -> Path.of(word).getParent())
                .findFirst()
                .orElse(Path.of("none"));
    }

    private static List<String> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name::equals)
                .toList();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(condition);
    }
}

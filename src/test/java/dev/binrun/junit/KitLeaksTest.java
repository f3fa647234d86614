package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.engine.TestExecutionResult.Status;

/** Connections, servers and threads that samples leave open. */
@Timeout(120)
@Execution(ExecutionMode.SAME_THREAD)
class KitLeaksTest {
    /** What the samples left open; closed after each test. */
    private static final Queue<AutoCloseable> LEFT = new ConcurrentLinkedQueue<>();

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable left = LEFT.poll(); left != null; left = LEFT.poll()) {
            left.close();
        }
    }

    @Test
    void connection_left_failsItsTestWithNameAndSubjects() {
        String failure = KitRun.of(LeavesConnection.class).failure();
        assertTrue(failure.startsWith("LeavesConnection.leaves left open:\n  connection "), failure);
        assertTrue(
                failure.matches(
                        "(?s).* to n1 \\(nats://127.0.0.1:\\d+\\): client name \"shop\", java [\\d.]+, from port"
                                + " \\d+, subscribed to orders.new\n.*"),
                failure);
        assertTrue(failure.endsWith("\nclose it in the test, or allow it with binrun.leaks=off"), failure);
    }

    @EmbeddedNats
    static class LeavesConnection {
        @Test
        void leaves(NatsServer server) throws Exception {
            Connection connection = Nats.connect(new Options.Builder()
                    .server(server.url())
                    .connectionName("shop")
                    .build());
            connection.subscribe("orders.new");
            connection.flush(java.time.Duration.ofSeconds(5));
            LEFT.add(connection);
        }

        @Test
        void closes(NatsServer server) throws Exception {
            Nats.connect(server.url()).close();
        }
    }

    @Test
    void connection_leftByTheClass_failsTheClass() {
        String failure = KitRun.of(ClassLeavesConnection.class).failure();
        assertTrue(failure.startsWith("ClassLeavesConnection left open:\n  connection "), failure);
        assertTrue(failure.contains("no client name"), failure);
        assertTrue(failure.contains(", no subscription\n"), failure);
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class ClassLeavesConnection {
        @Test
        void leaves(NatsServer server) throws Exception {
            LEFT.add(Nats.connect(server.url()));
        }
    }

    @Test
    void connection_sharedByTheClassAndClosedAfterIt_isNoLeak() {
        KitRun.of(ClassClosesConnection.class).passes(2);
    }

    @EmbeddedNats(scope = NatsScope.CLASS)
    static class ClassClosesConnection {
        private static Connection shared;

        @Test
        void one(NatsServer server) throws Exception {
            connect(server);
        }

        @Test
        void other(NatsServer server) throws Exception {
            connect(server);
        }

        private static void connect(NatsServer server) throws Exception {
            shared = shared == null ? Nats.connect(server.url()) : shared;
        }

        @AfterAll
        static void close() throws Exception {
            shared.close();
        }
    }

    @Test
    void subscriptionsOfInjectedConnections_areNoLeak() {
        KitRun.of(Subscribes.class).passes(1);
    }

    @EmbeddedNats
    static class Subscribes {
        @Test
        void subscribes(Connection connection) {
            connection.createDispatcher(message -> {}).subscribe("orders.>");
            connection.subscribe("orders.new");
        }
    }

    @Test
    void servers_left_failTheirTestWithThePlaceThatOpenedThem() {
        for (Class<?> sample : List.of(LeavesServer.class, LeavesServerOnThread.class)) {
            String failure = KitRun.of(sample).failure();
            assertTrue(
                    failure.matches("(?s)" + sample.getSimpleName()
                            + ".leaves left open:\n  server n1, pid \\d+, opened at KitLeaksTest.java:\\d+\n.*"),
                    failure);
        }
        String failure = KitRun.of(LeavesCluster.class).failure();
        assertEquals(
                3, failure.lines().filter(line -> line.startsWith("  server n")).count(), failure);
    }

    @EmbeddedNats
    static class LeavesServer {
        @Test
        void leaves() {
            LEFT.add(NatsServer.start(ServerOptions.ephemeral()));
        }

        @Test
        void closes() {
            NatsServer.start(ServerOptions.ephemeral()).close();
        }
    }

    @EmbeddedNats
    static class LeavesServerOnThread {
        @Test
        void leaves() throws Exception {
            Thread thread = new Thread(() -> LEFT.add(NatsServer.takeWarm(ServerOptions.ephemeral())));
            thread.start();
            thread.join();
        }
    }

    @EmbeddedNats
    static class LeavesCluster {
        @Test
        void leaves() {
            LEFT.add(NatsCluster.start(ClusterOptions.of(3)));
        }
    }

    @Test
    void servers_ofTheClassAndOfOtherTests_areNoLeak() {
        KitRun.of(SharesServer.class).passes(1);
        KitRun run = KitRun.parallel(Parallel.class);
        assertEquals(
                List.of(),
                run.messages(Status.FAILED).stream()
                        .filter(message -> !message.startsWith("Parallel.leaves left open:\n  server "))
                        .toList());
        assertEquals(1, run.messages(Status.FAILED).size());
    }

    @EmbeddedNats
    static class SharesServer {
        private static NatsServer shared;

        @BeforeAll
        static void start() {
            shared = NatsServer.start(ServerOptions.ephemeral());
        }

        @Test
        void test() {}

        @AfterAll
        static void end() {
            shared.close();
        }
    }

    @EmbeddedNats
    static class Parallel {
        @Test
        void leaves() {
            LEFT.add(NatsServer.start(ServerOptions.ephemeral()));
        }

        @RepeatedTest(20)
        void passes(Connection connection, NatsServer server) throws Exception {
            connection.subscribe("a");
            Nats.connect(server.url()).close();
            try (NatsServer own = NatsServer.start(ServerOptions.ephemeral())) {
                Nats.connect(own.url()).close();
            }
        }
    }

    @Test
    void thread_left_failsItsTestWithItsPlace() {
        String failure = KitRun.of(LeavesThread.class).failure();
        assertTrue(
                failure.matches("(?s)LeavesThread.leaves left open:\n  thread \"worker\", which runs"
                        + " KitLeaksTest.java:\\d+\n.*"),
                failure);
    }

    @EmbeddedNats
    static class LeavesThread {
        @Test
        void leaves() {
            Thread thread = new Thread(KitLeaksTest::await, "worker");
            thread.setDaemon(false); // this test may run on a daemon thread, whose threads are daemons
            thread.start();
            LEFT.add(thread::interrupt);
        }

        @Test
        void endsSoon() {
            new Thread(() -> assertTrue(NEVER.getCount() > 0), "short").start();
        }
    }

    @Test
    void threadsOfPools_areNoLeak() {
        KitRun.of(UsesPools.class).passes(2);
    }

    @EmbeddedNats
    static class UsesPools {
        private static final ExecutorService LAZY = Executors.newFixedThreadPool(2);

        @Test
        void idlePool() throws Exception {
            LEFT.add(LAZY::shutdownNow);
            LAZY.submit(() -> {}).get(10, TimeUnit.SECONDS);
        }

        @Test
        void commonPoolAndDaemons() {
            ForkJoinPool pool = new ForkJoinPool(2);
            pool.execute(KitLeaksTest::await);
            LEFT.add(pool::shutdownNow);
            Thread daemon = new Thread(KitLeaksTest::await);
            daemon.setDaemon(true);
            daemon.start();
            LEFT.add(daemon::interrupt);
        }
    }

    @Test
    void threads_inAParallelRun_areNotCompared() {
        KitRun run = KitRun.parallel(LeavesThread.class);
        run.passes(2);
    }

    @Test
    void failedTest_reportsNoLeaks() {
        assertEquals("expected", KitRun.of(FailsAndLeaves.class).failure());
    }

    @EmbeddedNats
    static class FailsAndLeaves {
        @Test
        void fails(NatsServer server) throws Exception {
            LEFT.add(Nats.connect(server.url()));
            fail("expected");
        }
    }

    @Test
    void builtExtension_findsLeaksToo() {
        String failure = KitRun.of(Built.class).failure();
        assertTrue(failure.startsWith("Built.leaves left open:\n  connection "), failure);
    }

    static class Built {
        @RegisterExtension
        final EmbeddedNatsExtension nats = EmbeddedNatsExtension.builder().build();

        @Test
        void leaves(NatsServer server) throws Exception {
            LEFT.add(Nats.connect(server.url()));
        }
    }

    @Test
    void off_allowsLeaks_andAnUnknownValueIsAnError() {
        KitRun.with("binrun.leaks", "off", LeavesConnection.class).passes(2);
        assertEquals(
                "binrun.leaks: unknown value \"none\"; write one of on, off",
                KitRun.with("binrun.leaks", "none", LeavesConnection.class).failure());
    }

    private static void await() {
        try {
            NEVER.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

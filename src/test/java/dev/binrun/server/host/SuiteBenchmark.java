package dev.binrun.server.host;

import berlin.yuna.natsserver.config.NatsConfig;
import berlin.yuna.natsserver.config.NatsOptions;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import io.nats.NatsServerRunner;
import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Measures what a test pays for a server of its own with a connected client, in suites of small tests: each creates a
 * stream, publishes ten messages, and reads and acknowledges them. All candidates run the same executable, suite by
 * suite in turn. Arguments: the measured suites of each candidate (10), the tests of a suite (10) and the suites before
 * them, to warm up (5).
 */
final class SuiteBenchmark {
    private static final NatsBinary BINARY = NatsBinary.find(System.getenv());
    private static final ServerOptions OPTIONS = ServerOptions.ephemeral().withBinary(BINARY);
    private static final int MESSAGES = 10;

    private SuiteBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int suites = argument(arguments, 0, 10);
        int tests = argument(arguments, 1, 10);
        int warmUp = argument(arguments, 2, 5);
        LogManager.getLogManager().reset();
        NatsServerRunner.setDefaultOutputLevel(Level.OFF);
        Map<String, Candidate> candidates = new LinkedHashMap<>();
        try (NatsServer shared = NatsServer.start(OPTIONS)) {
            candidates.put(
                    "floor: a client of a server that all tests share", () -> new Running(shared.url(), () -> {}));
            candidates.put("binrun, takeWarm", () -> running(NatsServer.takeWarm(OPTIONS)));
            candidates.put("binrun, start", () -> running(NatsServer.start(OPTIONS)));
            candidates.put("berlin.yuna nats-server 2.12.3", SuiteBenchmark::yuna);
            Map<String, List<Sample>> samples = new LinkedHashMap<>();
            measure(candidates, warmUp, tests, new LinkedHashMap<>());
            measure(candidates, suites, tests, samples);
            // last and seldom, because it waits for two seconds
            measure(Map.of("io.nats jnats-server-runner 3.0.1", SuiteBenchmark::runner), 1, suites, samples);
            print(samples);
        }
        System.exit(0); // another library leaves threads that are not daemons
    }

    private static void measure(
            Map<String, Candidate> candidates, int suites, int tests, Map<String, List<Sample>> samples)
            throws Exception {
        for (int suite = 0; suite < suites; suite++) {
            for (Map.Entry<String, Candidate> candidate : candidates.entrySet()) {
                for (int test = 0; test < tests; test++) {
                    samples.computeIfAbsent(candidate.getKey(), key -> new ArrayList<>())
                            .add(test(candidate.getValue()));
                }
            }
        }
    }

    /** The times until the client was connected and of the whole test, in nanoseconds. */
    private record Sample(long connected, long test) {}

    private interface Candidate {
        Running start() throws Exception;
    }

    private record Running(String url, AutoCloseable end) {}

    private static Sample test(Candidate candidate) throws Exception {
        long begin = System.nanoTime();
        Running server = candidate.start();
        Connection client = Nats.connect(
                Options.builder().server(server.url()).noReconnect().build());
        long connected = System.nanoTime();
        use(client);
        client.close();
        server.end().close();
        return new Sample(connected - begin, System.nanoTime() - begin);
    }

    private static void use(Connection client) throws Exception {
        client.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("ORDERS")
                        .storageType(StorageType.Memory)
                        .build());
        for (int i = 0; i < MESSAGES; i++) {
            client.jetStream().publish("ORDERS", new byte[16]);
        }
        JetStreamSubscription orders = client.jetStream()
                .subscribe("ORDERS", PullSubscribeOptions.builder().durable("d").build());
        if (orders.fetch(MESSAGES, Duration.ofSeconds(5)).size() < MESSAGES) {
            throw new IllegalStateException("a message is missing");
        }
        client.jetStreamManagement().deleteStream("ORDERS");
    }

    private static Running running(NatsServer server) {
        return new Running(server.url(), server);
    }

    private static Running yuna() throws IOException {
        Path store = Files.createTempDirectory("yuna-");
        int port = freePort();
        berlin.yuna.natsserver.logic.Nats server = new berlin.yuna.natsserver.logic.Nats(NatsOptions.natsBuilder()
                .port(port)
                .jetStream(true)
                .config(NatsConfig.NATS_BINARY_PATH, BINARY.path().toString())
                .config(NatsConfig.STORE_DIR, store.toString())
                .config(NatsConfig.PID, store.resolve("pid").toString())
                .config(NatsConfig.NET, "127.0.0.1")
                .logger(Logger.getLogger("yuna")));
        return new Running("nats://127.0.0.1:" + port, () -> {
            server.close();
            Folder.delete(store);
        });
    }

    private static Running runner() throws Exception {
        Path store = Files.createTempDirectory("runner-");
        NatsServerRunner server = NatsServerRunner.builder()
                .executablePath(BINARY.path())
                .port(freePort())
                .jetstream()
                .customArgs(List.of("-a", "127.0.0.1", "-sd", store.toString()))
                .build();
        return new Running("nats://127.0.0.1:" + server.getPort(), () -> {
            server.close();
            Folder.delete(store);
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void print(Map<String, List<Sample>> samples) {
        double connected = quantile(samples.get("binrun, start"), true, 0.5);
        double test = quantile(samples.get("binrun, start"), false, 0.5);
        System.out.println(
                "| a server for each test | connected, minimum ms | median ms | of start | whole test, median ms | of start |");
        System.out.println("|---|---|---|---|---|---|");
        samples.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %.1f | %.2f |%n",
                name,
                quantile(all, true, 0),
                quantile(all, true, 0.5),
                quantile(all, true, 0.5) / connected,
                quantile(all, false, 0.5),
                quantile(all, false, 0.5) / test));
    }

    private static double quantile(List<Sample> samples, boolean connected, double part) {
        long[] sorted = samples.stream()
                .mapToLong(sample -> connected ? sample.connected() : sample.test())
                .sorted()
                .toArray();
        return sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }
}

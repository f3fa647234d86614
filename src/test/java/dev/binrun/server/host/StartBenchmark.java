package dev.binrun.server.host;

import berlin.yuna.natsserver.config.NatsConfig;
import berlin.yuna.natsserver.config.NatsOptions;
import berlin.yuna.natsserver.logic.Nats;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import io.nats.NatsServerRunner;
import io.nats.client.Connection;
import io.nats.client.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Measures the time to start and stop a server. Compares it with the bare minimum and two other libraries, all with the
 * same executable and in turn in each round. Arguments: the measured rounds (30) and the rounds before them, to warm up
 * (10).
 */
final class StartBenchmark {
    private static final NatsBinary BINARY = NatsBinary.find(System.getenv());
    private static final Path EXECUTABLE = BINARY.path();

    private StartBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
        int warmUp = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        LogManager.getLogManager().reset();
        NatsServerRunner.setDefaultOutputLevel(Level.OFF);

        Map<String, Candidate> candidates = new LinkedHashMap<>();
        candidates.put("floor: exec to the first INFO line", StartBenchmark::floor);
        candidates.put("binrun, start", StartBenchmark::ours);
        candidates.put("binrun, start and connected client", StartBenchmark::oursConnected);
        candidates.put("berlin.yuna nats-server 2.12.3, start", StartBenchmark::yuna);
        Map<String, Candidate> slow = Map.of("io.nats jnats-server-runner 3.0.1, start", StartBenchmark::runner);
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        measure(candidates, warmUp, new LinkedHashMap<>());
        measure(candidates, rounds, samples);
        // last, because it waits for seconds, and the next candidate would start on a processor in a sleep state
        measure(slow, 1, new LinkedHashMap<>());
        measure(slow, rounds, samples);
        print(samples);
        System.exit(0); // another library leaves threads that are not daemons
    }

    /** Starts and stops each candidate once per round, in turn. */
    private static void measure(Map<String, Candidate> candidates, int rounds, Map<String, List<Sample>> samples)
            throws Exception {
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, Candidate> candidate : candidates.entrySet()) {
                samples.computeIfAbsent(candidate.getKey(), key -> new ArrayList<>())
                        .add(candidate.getValue().once());
            }
        }
    }

    /** The times of one start and one stop, in nanoseconds. */
    private record Sample(long start, long stop) {}

    private interface Candidate {
        Sample once() throws Exception;
    }

    private static Sample floor() throws Exception {
        Path store = Files.createTempDirectory("floor-");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(
                        EXECUTABLE.toString(), "-a", "127.0.0.1", "-p", "-1", "-js", "-sd", store.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader log = process.inputReader()) {
            String line = log.readLine();
            while (!line.contains("Listening for client connections on ")) {
                line = log.readLine();
            }
            int port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
            }
            long started = System.nanoTime();
            process.destroyForcibly().waitFor();
            return new Sample(started - begin, System.nanoTime() - started);
        } finally {
            Folder.delete(store);
        }
    }

    private static Sample ours() {
        long begin = System.nanoTime();
        NatsServer server = NatsServer.start(ServerOptions.ephemeral().withBinary(BINARY));
        long started = System.nanoTime();
        server.close();
        return new Sample(started - begin, System.nanoTime() - started);
    }

    private static Sample oursConnected() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        NatsServer server = NatsServer.start(ServerOptions.ephemeral().withBinary(BINARY));
        Connection client = io.nats.client.Nats.connect(
                Options.builder().server(server.url()).noReconnect().build());
        long started = System.nanoTime();
        client.close();
        server.close();
        return new Sample(started - begin, System.nanoTime() - started);
    }

    private static Sample yuna() throws IOException {
        Path store = Files.createTempDirectory("yuna-");
        try {
            long begin = System.nanoTime();
            Nats server = new Nats(NatsOptions.natsBuilder()
                    .port(freePort())
                    .jetStream(true)
                    .config(NatsConfig.NATS_BINARY_PATH, EXECUTABLE.toString())
                    .config(NatsConfig.STORE_DIR, store.toString())
                    .config(NatsConfig.PID, store.resolve("pid").toString())
                    .config(NatsConfig.NET, "127.0.0.1")
                    .logger(Logger.getLogger("yuna")));
            long started = System.nanoTime();
            server.close();
            return new Sample(started - begin, System.nanoTime() - started);
        } finally {
            Folder.delete(store);
        }
    }

    private static Sample runner() throws Exception {
        Path store = Files.createTempDirectory("runner-");
        try {
            long begin = System.nanoTime();
            NatsServerRunner server = NatsServerRunner.builder()
                    .executablePath(EXECUTABLE)
                    .port(freePort())
                    .jetstream()
                    .customArgs(List.of("-a", "127.0.0.1", "-sd", store.toString()))
                    .build();
            long started = System.nanoTime();
            server.close();
            return new Sample(started - begin, System.nanoTime() - started);
        } finally {
            Folder.delete(store);
        }
    }

    /** Both libraries choose a port by themselves, in a range that servers of other tests use. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void print(Map<String, List<Sample>> samples) {
        double floor = median(samples.values().iterator().next(), true);
        System.out.println("| what | start, median ms | of the floor | p90 ms | stop, median ms |");
        System.out.println("|---|---|---|---|---|");
        samples.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.2f | %.1f | %.1f |%n",
                name,
                median(all, true),
                median(all, true) / floor,
                quantile(all, true, 0.9),
                median(all, false)));
    }

    private static double median(List<Sample> samples, boolean start) {
        return quantile(samples, start, 0.5);
    }

    private static double quantile(List<Sample> samples, boolean start, double part) {
        long[] sorted = samples.stream()
                .mapToLong(sample -> start ? sample.start() : sample.stop())
                .sorted()
                .toArray();
        return sorted[(int) (part * (sorted.length - 1))] / 1e6;
    }
}

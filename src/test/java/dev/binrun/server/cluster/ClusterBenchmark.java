package dev.binrun.server.cluster;

import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.Folder;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * Measures the time until a cluster has created and written a stream with a replica on each node. Compares it with the
 * same nodes started by hand, in turn in each round. Also measures the cost of the proxies between nodes and clients.
 * Arguments: rounds (10), nodes (3).
 */
final class ClusterBenchmark {
    private static final NatsBinary BINARY = NatsBinary.find(System.getenv());
    private static final int MESSAGES = Integer.getInteger("messages", 50_000);
    private static final int IN_FLIGHT = 1_000;

    private ClusterBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        int nodes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        long[][] taken = new long[4][rounds];
        double[][] rates = new double[3][rounds];
        for (int round = -1; round < rounds; round++) {
            int place = Math.max(0, round); // the first round only warms up
            try (Cluster hand = ByHand.start(nodes)) {
                taken[0][place] = hand.ready();
                taken[1][place] = hand.written();
                rates[0][place] = publish(hand.url(), place);
            }
            for (int cuttable = 0; cuttable < 2; cuttable++) {
                try (Cluster ours = Ours.start(nodes, cuttable == 1)) {
                    taken[2][place] = ours.ready();
                    taken[3][place] = ours.written();
                    rates[1 + cuttable][place] = publish(ours.url(), place);
                }
            }
        }
        System.out.println("| " + nodes + " nodes, ms | median | p90 |");
        System.out.println("|---|---|---|");
        print("by hand, healthy with a meta leader", taken[0]);
        print("by hand, stream made and written", taken[1]);
        print("binrun, started", taken[2]);
        print("binrun, stream made and written", taken[3]);
        System.out.printf(
                Locale.ROOT,
                "medians: started %.2f, made and written %.2f times by hand's made and written%n",
                median(millis(taken[2])) / median(millis(taken[1])),
                median(millis(taken[3])) / median(millis(taken[1])));
        System.out.printf(
                Locale.ROOT,
                "publish per s, R%d file, %d in flight: by hand %.0f, routes through proxies %.0f, clients too %.0f%n",
                nodes,
                IN_FLIGHT,
                median(rates[0]),
                median(rates[1]),
                median(rates[2]));
    }

    /** A cluster of either kind. The times are in nanoseconds since the first process was started. */
    private interface Cluster extends AutoCloseable {
        long ready();

        long written();

        String url();

        @Override
        void close() throws IOException;
    }

    private record Ours(NatsCluster cluster, long ready, long written, String url) implements Cluster {
        static Cluster start(int nodes, boolean cuttable) throws Exception {
            long begin = System.nanoTime();
            NatsCluster cluster = NatsCluster.start(new ClusterOptions(
                    nodes, cuttable, ServerOptions.ephemeral().withBinary(BINARY)));
            long ready = System.nanoTime() - begin;
            write(cluster.urls("bench"), nodes);
            return new Ours(
                    cluster,
                    ready,
                    System.nanoTime() - begin,
                    cluster.urls("bench").get(0));
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    /**
     * A cluster as a user would start it without binrun: free ports chosen before, one configuration per node, polled
     * until it is ready.
     */
    private record ByHand(List<Process> processes, Path folder, long ready, long written, String url)
            implements Cluster {
        static Cluster start(int nodes) throws Exception {
            Path folder = Files.createTempDirectory("by-hand-");
            List<Integer> ports = freePorts(3 * nodes);
            List<Process> processes = new ArrayList<>();
            List<String> urls = new ArrayList<>();
            StringBuilder routes = new StringBuilder();
            for (int i = 0; i < nodes; i++) {
                routes.append("nats-route://127.0.0.1:")
                        .append(ports.get(3 * i))
                        .append(", ");
            }
            long begin = System.nanoTime();
            for (int i = 0; i < nodes; i++) {
                Path config = folder.resolve(i + ".conf");
                Files.writeString(config, """
                        server_name: h%d
                        listen: "127.0.0.1:%d"
                        http: "127.0.0.1:%d"
                        jetstream: { store_dir: "%s" }
                        cluster: { name: hand, listen: "127.0.0.1:%d", routes: [ %s ] }
                        """.formatted(
                                i,
                                ports.get(3 * i + 1),
                                ports.get(3 * i + 2),
                                folder.resolve("store" + i),
                                ports.get(3 * i),
                                routes));
                urls.add("nats://127.0.0.1:" + ports.get(3 * i + 1));
                processes.add(new ProcessBuilder(BINARY.path().toString(), "-c", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(i + ".log").toFile())
                        .start());
            }
            for (int i = 0; i < nodes; i++) {
                awaitHealthy(new Monitor(new InetSocketAddress("127.0.0.1", ports.get(3 * i + 2))));
            }
            long ready = System.nanoTime() - begin;
            write(urls, nodes);
            return new ByHand(processes, folder, ready, System.nanoTime() - begin, urls.get(0));
        }

        private static void awaitHealthy(Monitor monitor) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .ignoreExceptions()
                    .until(() -> monitor.healthProblem(Duration.ofSeconds(1)).isEmpty()
                            && monitor.metaLeader(Duration.ofSeconds(1)).isPresent());
        }

        @Override
        public void close() throws IOException {
            processes.forEach(Process::destroyForcibly);
            processes.forEach(process -> process.onExit().join());
            Folder.delete(folder);
        }
    }

    /** Creates a stream on all nodes and writes it; repeats each step until it succeeds. */
    private static void write(List<String> urls, int nodes) throws Exception {
        StreamConfiguration stream = StreamConfiguration.builder()
                .name("BENCH")
                .subjects("bench")
                .replicas(nodes)
                .storageType(StorageType.File)
                .build();
        Connection client = Nats.connect(Options.builder()
                .servers(urls.toArray(String[]::new))
                .noReconnect()
                .build());
        int tries = 0;
        while (true) {
            try {
                client.jetStreamManagement().addStream(stream);
                break;
            } catch (JetStreamApiException e) {
                tries++;
            }
        }
        while (true) {
            try {
                client.jetStream().publish("bench", new byte[0]);
                break;
            } catch (JetStreamApiException | IOException e) {
                tries++;
            }
        }
        if (tries > 0) {
            System.out.println("tries in vain: " + tries);
        }
        client.close();
    }

    private static double publish(String url, int round) throws Exception {
        Connection client =
                Nats.connect(Options.builder().server(url).noReconnect().build());
        Awaitility.await("the stream is known at every node")
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> client.jetStream().publish("bench", new byte[0]) != null);
        long begin = System.nanoTime();
        byte[] data = new byte[128];
        List<CompletableFuture<?>> flying = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            flying.add(client.jetStream().publishAsync("bench", data));
            if (flying.size() == IN_FLIGHT) {
                CompletableFuture.allOf(flying.toArray(CompletableFuture[]::new))
                        .join();
                flying.clear();
            }
        }
        CompletableFuture.allOf(flying.toArray(CompletableFuture[]::new)).join();
        double rate = MESSAGES * 1e9 / (System.nanoTime() - begin);
        client.close();
        return rate;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private static void print(String what, long[] taken) {
        double[] sorted = millis(taken);
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT, "| %s | %.0f | %.0f |%n", what, median(sorted), sorted[(int) (0.9 * (sorted.length - 1))]);
    }

    private static double[] millis(long[] nanos) {
        return Arrays.stream(nanos).mapToDouble(value -> value / 1e6).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }
}

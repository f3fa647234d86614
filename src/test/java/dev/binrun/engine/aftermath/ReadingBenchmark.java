package dev.binrun.engine.aftermath;

import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import dev.binrun.jetstream.Refusals;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Measures the time to read the content of a stream. Arguments: the number of messages (1,000,000), their size in bytes
 * (128), the number of readings (3).
 */
final class ReadingBenchmark {
    private static final int IN_FLIGHT = 4_000;

    private ReadingBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 128;
        int times = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        Path folder = Files.createTempDirectory("reading");
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                History history = new History(folder)) {
            Connection connection = Nats.connect(new Options.Builder()
                    .server(server.url())
                    .errorListener(Refusals.only())
                    .build());
            publish(connection, count, size);
            for (int i = 0; i < times; i++) {
                long worked = processorTime();
                long served = served(server);
                long start = System.nanoTime();
                StreamState state = new StreamReading(connection, "A", history.names(), 0).read();
                double seconds = (System.nanoTime() - start) / 1e9;
                if (state.size() != count) {
                    throw new IllegalStateException(state.size() + " messages of " + count);
                }
                System.out.printf(
                        Locale.ROOT,
                        "%,d messages of %,d bytes: %.1f s; processor time each %.1f µs, the server's %.1f µs%n",
                        count,
                        size,
                        seconds,
                        (processorTime() - worked) / 1e3 / count,
                        (served(server) - served) / 1e3 / count);
            }
            connection.close();
        } finally {
            Files.delete(folder);
        }
    }

    private static void publish(Connection connection, int count, int size) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("A")
                        .subjects("a")
                        .storageType(StorageType.File)
                        .build());
        ArrayDeque<CompletableFuture<PublishAck>> flying = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            flying.add(connection.jetStream().publishAsync("a", new byte[size]));
            if (flying.size() == IN_FLIGHT) {
                flying.remove().join();
            }
        }
        flying.forEach(CompletableFuture::join);
    }

    private static long served(NatsServer server) {
        return ProcessHandle.of(server.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static long processorTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}

package dev.binrun.engine;

import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.Step;
import dev.binrun.verdict.StepReport;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Compares a scenario that publishes and consumes a million messages with a bare loop of jnats that publishes as many
 * to an equal stream. They take turns; the first turn warms up, and the median of the others is shown. Run it with
 * {@code -Xmx256m}. Argument: the number of messages (1,000,000).
 */
final class MillionBenchmark {
    private static final int IN_FLIGHT = 4_000;
    private static final int BATCH = 1_000;
    private static final int TURNS = 10;

    private MillionBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        SimConfig config = read(count);
        try (Servers servers = Servers.start(config, System.getenv(), node -> line -> {}, false);
                Run run = new Run(config, servers, new UnexpectedFailures(), false)) {
            run(run, config.topology());
            Connection bare = Nats.connect(new Options.Builder()
                    .server(servers.target().urls("bare").get(0))
                    .build());
            List<Double> bareRates = new ArrayList<>();
            List<Double> pubRates = new ArrayList<>();
            int each = count / TURNS;
            for (Step step : config.steps().subList(0, TURNS)) {
                bareRates.add(rate(each, () -> publish(bare.jetStream(), each)));
                pubRates.add(rate(each, () -> run(run, List.of(step))));
            }
            bare.close();
            double next = rate(
                    count,
                    () -> run(run, config.steps().subList(TURNS, config.steps().size())));
            double ratio = median(pubRates) / median(bareRates);
            System.out.println("| what | per s |");
            System.out.println("|---|---|");
            print("bare `publishAsync`, " + IN_FLIGHT + " in flight", median(bareRates));
            print("`pub` with `async: true`", median(pubRates));
            print("`consumer next` with `batch: " + BATCH + "`", next);
            System.out.printf(Locale.ROOT, "%n`pub` to bare: %.2f%n", ratio);
            System.out.printf(
                    Locale.ROOT, "%nheap: at most %d MB%n", Runtime.getRuntime().maxMemory() >> 20);
        }
    }

    private static void run(Run run, List<Step> steps) throws InterruptedException {
        Branch.of(run).run(steps, StepReport.of(steps));
    }

    private static SimConfig read(int count) {
        String yaml = """
                timeout: 10m
                streams: [ { name: BARE, subjects: [bare], storage: memory }, { name: A, subjects: [a], storage: memory } ]
                consumers: [ { stream: A, durable_name: c, ack_policy: none } ]
                steps:
                """
                + "  - pub: { subject: a, size: 128, count: %d, async: true }\n    expect: { acked: %d, failed: 0 }\n"
                        .formatted(count / TURNS, count / TURNS)
                        .repeat(TURNS)
                + "  - consumer next: { stream: A, consumer: c, batch: %d, ack: none }\n    expect: { messages: { size: %d, ordered: seq } }\n"
                        .formatted(BATCH, BATCH)
                        .repeat(count / BATCH);
        ScenarioCase scenario = ScenarioReader.readText(Path.of("benchmark.yaml"), yaml)
                .scenarios()
                .get(0);
        return scenario.config()
                .orElseThrow(() ->
                        new IllegalStateException(scenario.problems().get(0).toString()));
    }

    private static void publish(JetStream jetStream, int count) throws Exception {
        byte[] payload = new byte[128];
        ArrayDeque<CompletableFuture<PublishAck>> inFlight = new ArrayDeque<>();
        for (int i = 0; i < count; i++) {
            if (inFlight.size() == IN_FLIGHT) {
                inFlight.remove().get();
            }
            inFlight.add(jetStream.publishAsync("bare", payload));
        }
        for (CompletableFuture<PublishAck> ack : inFlight) {
            ack.get();
        }
    }

    private interface Call {
        void once() throws Exception;
    }

    private static double rate(int count, Call call) throws Exception {
        long start = System.nanoTime();
        call.once();
        return count * 1e9 / (System.nanoTime() - start);
    }

    /** Returns the median of all turns except the first, which warmed up. */
    private static double median(List<Double> rates) {
        List<Double> sorted = rates.stream().skip(1).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String what, double perSecond) {
        System.out.printf(Locale.ROOT, "| %s | %,.0f |%n", what, perSecond);
    }
}

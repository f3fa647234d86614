package dev.binrun.engine;

import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.Step;
import dev.binrun.verdict.StepReport;
import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compares the time of a step with the time of the same call of jnats, in turns, on one server. Argument: the number of
 * steps of each kind (10,000). A tenth of them warms up.
 */
final class StepBenchmark {
    private static final byte[] PAYLOAD = "order-0123456789".getBytes(StandardCharsets.UTF_8);

    private static final String INFO =
            "  - stream info: ORDERS\n    expect: { config: { name: ORDERS, subjects: [orders.>] } }\n";
    private static final String PUB = "  - pub: { subject: orders.new, data: order-0123456789 }\n"
            + "    expect: { stream: ORDERS, duplicate: false }\n";
    private static final String GET = "  - kv get: PROFILES sue.color\n    expect: { value: blue, operation: PUT }\n";

    private StepBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int steps = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        SimConfig config = read(INFO, 1);
        try (Servers servers = Servers.start(config, System.getenv(), node -> line -> {}, false);
                Run run = new Run(config, servers, new UnexpectedFailures(), false)) {
            Connection bare = Nats.connect(new Options.Builder()
                    .server(servers.target().urls("bare").get(0))
                    .build());
            Branch.of(run).run(config.topology(), StepReport.of(config.topology()));
            measure(run, bare, steps);
            bare.close();
        }
    }

    private static void measure(Run run, Connection bare, int steps) throws Exception {
        JetStreamManagement management = bare.jetStreamManagement();
        JetStream jetStream = bare.jetStream();
        StreamConfiguration direct = management.getStreamInfo("KV_PROFILES").getConfiguration();
        management.updateStream(
                StreamConfiguration.builder(direct).allowDirect(false).build());
        KeyValue bucket = bare.keyValue("PROFILES"); // both read from the leader with the same request
        bucket.put("sue.color", "blue");
        System.out.println("| what | bare call, µs | step, µs | ratio of medians | ratio of means |");
        System.out.println("|---|---|---|---|---|");
        measure("stream info", INFO, run, steps, () -> management.getStreamInfo("ORDERS"));
        measure("pub", PUB, run, steps, () -> jetStream.publish("orders.new", PAYLOAD));
        measure("kv get", GET, run, steps, () -> bucket.get("sue.color"));
    }

    private static SimConfig read(String step, int times) {
        String yaml = "timeout: 10m\nstreams: [ { name: ORDERS, subjects: [orders.>], storage: memory } ]\n"
                + "kv: [ { bucket: PROFILES, storage: memory } ]\nsteps:\n" + step.repeat(times);
        List<ScenarioCase> scenarios =
                ScenarioReader.readText(Path.of("benchmark.yaml"), yaml).scenarios();
        return scenarios
                .get(0)
                .config()
                .orElseThrow(() -> new IllegalStateException(
                        scenarios.get(0).problems().get(0).toString()));
    }

    private interface Call {
        void once() throws Exception;
    }

    private static void measure(String verb, String written, Run run, int steps, Call bare) throws Exception {
        long[] ours = new long[steps];
        long[] theirs = new long[steps];
        int at = -steps / 10;
        Branch branch = Branch.of(run);
        for (Step step : read(written, steps + steps / 10).steps()) {
            boolean first = at % 2 == 0;
            long before = first ? 0 : time(bare);
            StepReport report = StepReport.of(List.of(step)).get(0);
            long mine = time(() -> branch.step(step, report));
            long other = first ? time(bare) : before;
            if (at >= 0) {
                ours[at] = mine;
                theirs[at] = other;
            }
            at++;
        }
        Arrays.sort(ours);
        Arrays.sort(theirs);
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %.0f | %.0f | %.2f | %.2f |%n",
                verb,
                theirs[steps / 2] / 1e3,
                ours[steps / 2] / 1e3,
                (double) ours[steps / 2] / theirs[steps / 2],
                (double) Arrays.stream(ours).sum() / Arrays.stream(theirs).sum());
    }

    private static long time(Call call) throws Exception {
        long start = System.nanoTime();
        call.once();
        return System.nanoTime() - start;
    }
}

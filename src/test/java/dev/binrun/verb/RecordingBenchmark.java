package dev.binrun.verb;

import com.google.gson.JsonObject;
import com.sun.management.OperatingSystemMXBean;
import dev.binrun.history.History;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.Refusals;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.Step;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures the cost of recording: publishes messages of 128 bytes to a memory stream and reads them in the background,
 * in turns with and without a history. Arguments: the number of messages in a turn (100,000), the number of turns of
 * each kind (10).
 */
final class RecordingBenchmark {
    private static final String STEPS = """
            timeout: 10m
            steps:
              - stream add: { name: A, subjects: [a], storage: memory }
              - stream purge: A
              - pub: { subject: a, size: 128, count: %d, async: true }
              - consumer add: { stream: A, name: none, ack_policy: none }
              - consumer sub: { stream: A, consumer: none, ack: none }
              - consumer rm: A none
              - consumer add: { stream: A, name: acks, max_ack_pending: 10000 }
              - consumer sub: { stream: A, consumer: acks }
              - consumer rm: A acks
              - stream info: A
                expect: { state: { messages: 0 } }
            """;

    private final int count;
    private final List<Verb> verbs;
    private final FakeWorld world;
    private final List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private final List<List<Double>> works = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

    private RecordingBenchmark(int count, List<Verb> verbs, FakeWorld world) {
        this.count = count;
        this.verbs = verbs;
        this.world = world;
    }

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int turns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        Path folder = Files.createTempDirectory("recording");
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                History history = new History(folder)) {
            Connection connection = Nats.connect(new Options.Builder()
                    .server(server.url())
                    .reportNoResponders()
                    .clientSideLimitChecks(false)
                    .errorListener(Refusals.only())
                    .build());
            List<Verb> verbs = verbs(count);
            RecordingBenchmark without = new RecordingBenchmark(count, verbs, new FakeWorld(connection, Recorder.NONE));
            RecordingBenchmark with =
                    new RecordingBenchmark(count, verbs, new FakeWorld(connection, history.recorder("me")));
            verbs.get(0).run(without.world);
            for (int turn = 0; turn < turns; turn++) {
                (turn % 2 == 0 ? without : with).turn();
                (turn % 2 == 0 ? with : without).turn();
            }
            System.out.println(
                    "| what | without, per s | with, per s | ratio | without, processor ns each | with | ratio |");
            System.out.println("|---|---|---|---|---|---|---|");
            String[] what = {"`pub`, async", "`consumer sub`, no acks", "`consumer sub`, acks"};
            for (int i = 0; i < what.length; i++) {
                print(what[i], without.rates.get(i), with.rates.get(i), without.works.get(i), with.works.get(i));
            }
            System.out.printf(Locale.ROOT, "%nrows: %,d%n", history.size());
            connection.close();
        } finally {
            Files.delete(folder);
        }
    }

    private static List<Verb> verbs(int count) {
        List<Step> steps = ScenarioReader.readText(Path.of("benchmark.yaml"), STEPS.formatted(count))
                .scenarios()
                .get(0)
                .config()
                .orElseThrow()
                .steps();
        return steps.stream().map(step -> step.bind(NOTHING).get(0)).toList();
    }

    private static final dev.binrun.form.Scope NOTHING = new dev.binrun.form.Scope() {
        @Override
        public Optional<com.google.gson.JsonElement> lookup(String name) {
            return Optional.empty();
        }

        @Override
        public Set<String> names() {
            return Set.of();
        }
    };

    private void turn() throws InterruptedException {
        verbs.get(1).run(world);
        Stopwatch watch = new Stopwatch();
        JsonObject published = verbs.get(2).run(world);
        watch.stop(0);
        if (published.get("acked").getAsInt() != count) {
            throw new IllegalStateException("not all were acknowledged: " + published);
        }
        read(3, 1);
        read(6, 2);
    }

    private void read(int first, int what) throws InterruptedException {
        verbs.get(first).run(world);
        Stopwatch watch = new Stopwatch();
        verbs.get(first + 1).run(world);
        Background reading = world.kept.remove(0);
        while (reading.gathered().received() < count) {
            LockSupport.parkNanos(200_000);
        }
        watch.stop(what);
        reading.close();
        verbs.get(first + 2).run(world);
    }

    /** Measures time, and the processor time of this process, which is more exact on a busy machine. */
    private final class Stopwatch {
        private static final OperatingSystemMXBean SYSTEM =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

        private final long start = System.nanoTime();
        private final long worked = SYSTEM.getProcessCpuTime();

        void stop(int what) {
            rates.get(what).add(count * 1e9 / (System.nanoTime() - start));
            works.get(what).add((double) (SYSTEM.getProcessCpuTime() - worked) / count);
        }
    }

    /** Returns the median of all turns except the first, which is the warm-up. */
    private static void print(
            String what, List<Double> without, List<Double> with, List<Double> worksWithout, List<Double> worksWith) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.3f | %,.0f | %,.0f | %.3f |%n",
                what,
                median(without),
                median(with),
                median(with) / median(without),
                median(worksWithout),
                median(worksWith),
                median(worksWith) / median(worksWithout));
    }

    private static double median(List<Double> rates) {
        List<Double> sorted = rates.stream().skip(1).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}

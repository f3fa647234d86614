package dev.binrun.verb;

import com.google.gson.JsonObject;
import dev.binrun.history.History;
import dev.binrun.history.Recorder;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.Step;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What recording costs: a million messages of 128 bytes are published to a memory stream and read in the background, with and without a
 * history, taking turns. Arguments: how many messages in a turn (100,000), how many turns of each (10).
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
                    .errorListener(new Refusals(error -> {}))
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
            System.out.println("| what | without, per s | with, per s | ratio of medians | of the best |");
            System.out.println("|---|---|---|---|---|");
            print("`pub`, async", without.rates.get(0), with.rates.get(0));
            print("`consumer sub`, no acks", without.rates.get(1), with.rates.get(1));
            print("`consumer sub`, acks", without.rates.get(2), with.rates.get(2));
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
        long start = System.nanoTime();
        JsonObject published = verbs.get(2).run(world);
        rates.get(0).add(count * 1e9 / (System.nanoTime() - start));
        if (published.get("acked").getAsInt() != count) {
            throw new IllegalStateException("not all were acknowledged: " + published);
        }
        rates.get(1).add(read(3));
        rates.get(2).add(read(6));
    }

    private double read(int first) throws InterruptedException {
        verbs.get(first).run(world);
        long start = System.nanoTime();
        verbs.get(first + 1).run(world);
        Background reading = world.kept.remove(0);
        while (reading.gathered().received() < count) {
            LockSupport.parkNanos(200_000);
        }
        double rate = count * 1e9 / (System.nanoTime() - start);
        reading.close();
        verbs.get(first + 2).run(world);
        return rate;
    }

    /** Of all turns but the first, which warmed up. */
    private static void print(String what, List<Double> without, List<Double> with) {
        double before = median(without);
        double after = median(with);
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %.3f | %.3f |%n",
                what,
                before,
                after,
                after / before,
                Collections.max(with) / Collections.max(without));
    }

    private static double median(List<Double> rates) {
        List<Double> sorted = rates.stream().skip(1).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}

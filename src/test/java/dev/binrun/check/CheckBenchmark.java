package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.Recorder;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** Measures the recording of an operation, and each check on a million operations; run it with {@code -Xmx1g}. */
final class CheckBenchmark {
    private static final int MESSAGES = 333_333;

    private CheckBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("history");
        for (int round = 0; round < 3; round++) {
            try (History history = new History(folder)) {
                messages(history);
            }
            keys(folder, 10_000, 100);
            keys(folder, 1_000_000, 1_000);
        }
        Files.delete(folder);
    }

    private static void messages(History history) {
        Recorder recorder = history.recorder("c");
        byte[] payload = new byte[128];
        StreamState.Builder builder = StreamState.of("S", StreamLimits.none(), history.names());
        StreamLimits mirrors = Limits.mirrorOf("S").build();
        StreamState.Builder copy = StreamState.of("M", mirrors, history.names());
        long start = cpu();
        for (int i = 1; i <= MESSAGES; i++) {
            ByteBuffer.wrap(payload).putInt(i);
            recorder.publish("s.a", payload, "", Duration.ZERO).stored("S", i);
        }
        System.out.printf(
                Locale.ROOT, "publish and its acknowledgement: %d ns of the processor%n", (cpu() - start) / MESSAGES);
        start = cpu();
        for (int i = 1; i <= MESSAGES; i++) {
            Scene.delivered(recorder, "S", "w", "s.a", i, i, 1);
        }
        System.out.printf(Locale.ROOT, "delivery: %d ns of the processor%n", (cpu() - start) / MESSAGES);
        time(new NoAckedLoss("S"), history, new End(limited(history), null, history.now()));
        for (int i = 1; i <= MESSAGES; i++) {
            recorder.settle(OperationKind.ACK, "S", "w", i).ok(0);
            ByteBuffer.wrap(payload).putInt(i);
            builder.add(i, "s.a", Fingerprint.of(payload), 0, i);
            copy.add(i, "s.a", Fingerprint.of(payload), 0, i);
        }
        StreamState state = builder.build(1, MESSAGES, 1);
        FinalState end = new End(state, copy.build(1, MESSAGES, 1), history.now());
        for (Check check : List.of(
                new NoAckedLoss("S"),
                new NoDuplicates("S"),
                new Delivered("S", "w", Optional.of(DeliveryGuarantee.ONCE), Optional.empty()),
                new Ordered("S", "w"),
                new MaxDeliveries("S", "w", 1),
                new MirrorEqualsOrigin("M"),
                new ReplicasAgree("S"))) {
            time(check, history, end);
        }
    }

    /** Returns the processor time of this thread, because other processes may share the cores. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Returns the stream with a limit of its subject that removed all messages but the last hundred. */
    private static StreamState limited(History history) {
        StreamLimits limits = Limits.limits().perSubject(100).build();
        StreamState.Builder builder = StreamState.of("S", limits, history.names());
        byte[] payload = new byte[128];
        for (int i = MESSAGES - 99; i <= MESSAGES; i++) {
            ByteBuffer.wrap(payload).putInt(i);
            builder.add(i, "s.a", Fingerprint.of(payload), 0, i);
        }
        return builder.build(MESSAGES - 99, MESSAGES, 1);
    }

    /** Records clients that write and read; one write in twenty has an unknown outcome. */
    private static void keys(Path folder, int operations, int keys) {
        long[] clock = {0};
        try (History history = new History(folder, 1 << 20, () -> clock[0]++)) {
            Random random = new Random(1);
            Recorder[] clients = new Recorder[10];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = history.recorder("c" + i);
            }
            KeySimulation simulation = new KeySimulation(clients, random, keys);
            for (int i = 0; i < operations; i++) {
                simulation.next(i);
            }
            System.out.printf(Locale.ROOT, "%,d operations on %,d keys: ", operations, keys);
            time(new KvLinearizable("B"), history, new End(null, simulation.end(history.names()), history.now()));
        }
    }

    private static void time(Check check, History history, FinalState end) {
        long start = cpu();
        Judgement judgement = Checks.judge(check, history, end);
        System.out.printf(
                Locale.ROOT,
                "%s: %d ms of the processor, %s, %d MiB used%n",
                check.getClass().getSimpleName(),
                (cpu() - start) / 1_000_000,
                judgement,
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
    }

    private record End(StreamState state, StreamState copy, long at) implements FinalState {
        @Override
        public Optional<StreamState> stream(String name) {
            return Optional.ofNullable(name.equals("S") ? state : copy);
        }

        @Override
        public Map<String, StreamState> replicas(String stream) {
            return Map.of("n1", state, "n2", state, "n3", state);
        }

        @Override
        public List<ConsumerState> consumers(String stream) {
            return List.of(new ConsumerState("w", List.of(), OptionalLong.of(1), "explicit"));
        }
    }
}

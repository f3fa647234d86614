package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The default simulation, many times, while other work uses all cores. */
@Tag("slow")
class SimulationStressTest {
    private static final int RUNS = 200;

    @Test
    void simulation_withEveryCoreBusy_alwaysPassesWithOneDigest() throws InterruptedException {
        AtomicBoolean busy = new AtomicBoolean(true);
        List<Thread> others = busyThreads(busy);
        Set<String> digests = new HashSet<>();
        try {
            for (int run = 1; run <= RUNS; run++) {
                Verdict verdict = Running.of("inspectionLevel: 2\n");
                assertEquals(Outcome.PASSED, verdict.outcome(), "run " + run + ": " + verdict.details());
                digests.add(verdict.digest());
            }
        } finally {
            busy.set(false);
            for (Thread other : others) {
                other.join();
            }
        }
        assertEquals(1, digests.size(), digests.toString());
    }

    private static List<Thread> busyThreads(AtomicBoolean busy) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread thread = new Thread(
                    () -> {
                        while (busy.get()) {
                            Thread.onSpinWait();
                        }
                    },
                    "busy-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }
}

package dev.binrun.engine.simulation;

import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.Listener;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for what a simulation must reach, as long as the business logic gets on with it. */
final class SimulationProgress {
    private static final Duration POLL = Duration.ofMillis(2);

    /** With nothing delivered for so long, nothing more will be. */
    private static final Duration STALLED = Duration.ofSeconds(5);

    private final Supplier<Duration> timeLeft;
    private final SimulationDeliveries deliveries;
    private final Listener listener;
    private long lastCount = -1;
    private long lastChange;

    SimulationProgress(Supplier<Duration> timeLeft, SimulationDeliveries deliveries, Listener listener) {
        this.timeLeft = timeLeft;
        this.deliveries = deliveries;
        this.listener = listener;
    }

    /**
     * Waits until a count is reached; one that goes past it is not waited for.
     *
     * @param what what is counted, for the error
     * @throws FailedException if nothing gets on any more, or the scenario's time is up
     */
    void await(String what, LongSupplier count, long wanted) throws InterruptedException {
        if (!reached(() -> count.getAsLong() >= wanted, what, count, wanted)) {
            throw new FailedException(what + ": expected " + wanted + ", was " + count.getAsLong(), "");
        }
    }

    /** Waits until a count is reached, and says whether it was. */
    boolean reached(Callable<Boolean> condition, String what, LongSupplier count, long wanted)
            throws InterruptedException {
        lastChange = System.nanoTime();
        boolean[] reached = new boolean[1];
        try {
            Awaitility.with()
                    .dontCatchUncaughtExceptions() // those of other scenarios' threads too
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(timeLeft.get().plusMillis(1))
                    .until(() -> {
                        reached[0] = condition.call();
                        return reached[0] || stalled(what, count, wanted);
                    });
            return reached[0];
        } catch (ConditionTimeoutException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(what + ": " + count.getAsLong() + " of " + wanted);
            }
            return false;
        }
    }

    private boolean stalled(String what, LongSupplier count, long wanted) {
        long now = deliveries.events() + deliveries.worked() + deliveries.started() + deliveries.ended();
        if (now != lastCount) {
            lastCount = now;
            lastChange = System.nanoTime();
            listener.progress("Sim: " + what + ": " + count.getAsLong() + " of " + wanted);
        }
        return System.nanoTime() - lastChange > STALLED.toNanos();
    }
}

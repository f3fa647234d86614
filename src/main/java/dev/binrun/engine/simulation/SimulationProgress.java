package dev.binrun.engine.simulation;

import dev.binrun.server.host.Polling;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.TimeUpException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Waits for the progress of a simulation, as long as the business logic makes progress. */
final class SimulationProgress {
    private static final Polling POLLING = new Polling(Duration.ofMillis(2));

    /** If nothing is delivered for this time, nothing more will be. */
    private static final Duration STALLED = Duration.ofSeconds(5);

    private final Supplier<Duration> timeLeft;
    private final SimulationDeliveries deliveries;
    private final Listener listener;
    private long lastCount = -1;
    private long lastChange;

    /**
     * Creates a wait for a simulation.
     *
     * @param timeLeft returns the time that is left to the scenario
     * @param listener receives the progress
     */
    SimulationProgress(Supplier<Duration> timeLeft, SimulationDeliveries deliveries, Listener listener) {
        this.timeLeft = timeLeft;
        this.deliveries = deliveries;
        this.listener = listener;
    }

    /** A condition that may hold later. */
    interface ProgressCondition extends Polling.Condition<RuntimeException, RuntimeException> {}

    /**
     * Waits until a count is reached or exceeded.
     *
     * @param counted the name of the count in the error, such as {@code sessions with a consumer}
     * @throws FailedException if there is no more progress
     * @throws TimeUpException if the scenario's time is up
     */
    void await(String counted, LongSupplier count, long wanted) throws InterruptedException {
        if (!reached(() -> count.getAsLong() >= wanted, counted, count, wanted)) {
            throw new FailedException(counted + ": expected " + wanted + ", was " + count.getAsLong(), "");
        }
    }

    /**
     * Waits until a condition holds, and returns whether it does.
     *
     * @param counted the name of the count that is reported as progress
     * @throws TimeUpException if the scenario's time is up
     */
    boolean reached(ProgressCondition condition, String counted, LongSupplier count, long wanted)
            throws InterruptedException {
        lastChange = System.nanoTime();
        AtomicBoolean reached = new AtomicBoolean();
        try {
            POLLING.holds(timeLeft.get(), () -> {
                reached.set(condition.holds());
                return reached.get() || stalled(counted, count, wanted);
            });
            return reached.get();
        } catch (InterruptedException e) {
            throw timeLeft.get().isZero() ? new TimeUpException(progress(counted, count, wanted)) : e;
        }
    }

    private boolean stalled(String counted, LongSupplier count, long wanted) {
        long now = deliveries.events() + deliveries.handled() + deliveries.started() + deliveries.ended();
        if (now != lastCount) {
            lastCount = now;
            lastChange = System.nanoTime();
            listener.progress("Sim: " + progress(counted, count, wanted));
        }
        return System.nanoTime() - lastChange > STALLED.toNanos();
    }

    private static String progress(String counted, LongSupplier count, long wanted) {
        return counted + ": " + count.getAsLong() + " of " + wanted;
    }
}

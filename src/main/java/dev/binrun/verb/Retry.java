package dev.binrun.verb;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The pause between two tries, as ADR-22 has it for publishes that met no leader. */
public final class Retry {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Retry() {}

    public static void pause(World world) throws InterruptedException {
        Duration left = world.timeLeft();
        long nanos = Math.min(PAUSE.toNanos(), left.toNanos());
        boolean opened = new CountDownLatch(1).await(nanos, TimeUnit.NANOSECONDS);
        assert !opened : "nothing opens this latch: the pause is all there is to wait for";
    }
}

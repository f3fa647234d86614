package dev.binrun.server.network;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * How it is to send from one end of a network to another: as always, slowly, or not at all. Shared by all connections between the two;
 * it lives in the thread of the {@link LinkLoop}.
 */
final class LinkState {
    private static final int SLICES_PER_SECOND = 100;
    private static final long BACKLOG_NANOS = 50_000_000;

    private boolean cut;
    private Optional<LinkDelay> delay = Optional.empty();
    private Random random = new Random(0);
    private long freeAt = System.nanoTime();
    private long changedAt = freeAt;
    private long latest = freeAt;

    boolean isCut() {
        return cut;
    }

    void cut(boolean value) {
        cut = value;
    }

    boolean isDelayed() {
        return delay.isPresent();
    }

    /** From now on; jitter follows from the seed. */
    void delay(Optional<LinkDelay> value, long seed, long now) {
        delay = value;
        random = new Random(seed);
        freeAt = now;
        changedAt = now;
        latest = now
                + value.map(slow -> slow.latency().plus(slow.jitter()))
                        .orElse(Duration.ZERO)
                        .toNanos();
    }

    /** When what was sent then, to arrive then, does arrive: what a delay held arrives no later than what is sent after its end. */
    long due(long sent, long arrival) {
        return sent - changedAt <= 0 && arrival - latest > 0 ? latest : arrival;
    }

    /** How many bytes to take at once: where little fits through, so little that it flows evenly. */
    int slice(int most) {
        long perSecond = delay.isPresent() ? delay.get().bytesPerSecond().orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
        return (int) Math.max(1, Math.min(most, perSecond / SLICES_PER_SECOND));
    }

    /** When there is room for more: at once, or when what waits for the bandwidth has become little. */
    long openAt() {
        return freeAt - BACKLOG_NANOS;
    }

    /** When these bytes arrive if they are sent now. */
    long arrival(int bytes, long now) {
        if (delay.isEmpty()) {
            return now;
        }
        LinkDelay slow = delay.get();
        if (slow.bytesPerSecond().isPresent()) {
            long busy = (long) (bytes * 1e9 / slow.bytesPerSecond().getAsLong());
            freeAt = Math.max(freeAt, now) + busy;
        } else {
            freeAt = now;
        }
        return freeAt
                + slow.latency().toNanos()
                + (long) (random.nextDouble() * slow.jitter().toNanos());
    }
}

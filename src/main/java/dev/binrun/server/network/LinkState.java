package dev.binrun.server.network;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/**
 * The state of one direction between two ends of a network: open, delayed or cut. All connections between the two ends
 * share it. It is used in the thread of the {@link LinkLoop} only.
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

    /** Returns whether no bytes pass. */
    boolean isCut() {
        return cut;
    }

    /** Cuts or opens this direction. */
    void cut(boolean value) {
        cut = value;
    }

    /** Returns whether bytes are delayed. */
    boolean isDelayed() {
        return delay.isPresent();
    }

    /**
     * Sets or ends the delay.
     *
     * @param value empty ends the delay
     * @param seed determines the jitter
     * @param now the current time of {@link System#nanoTime()}
     */
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

    /**
     * Returns the time at which bytes arrive. Bytes that an ended delay holds arrive no later than bytes that are sent
     * after its end.
     *
     * @param sent the time at which they were sent
     * @param arrival the time of arrival that was computed then
     */
    long due(long sent, long arrival) {
        return sent - changedAt <= 0 && arrival - latest > 0 ? latest : arrival;
    }

    /**
     * Returns the maximum number of bytes for one read. With a low bandwidth it is small, so that the bytes flow
     * evenly.
     */
    int slice(int most) {
        long perSecond = delay.isPresent() ? delay.get().bytesPerSecond().orElse(Long.MAX_VALUE) : Long.MAX_VALUE;
        return (int) Math.max(1, Math.min(most, perSecond / SLICES_PER_SECOND));
    }

    /**
     * Returns the time from which more bytes can be read: when the bandwidth has nearly worked off the bytes that wait
     * for it.
     */
    long openAt() {
        return freeAt - BACKLOG_NANOS;
    }

    /** Returns the time at which these bytes arrive if they are sent now. */
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

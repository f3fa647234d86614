package dev.binrun.server.network;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What slows a direction between two ends of a network down.
 *
 * @param latency how much later everything arrives
 * @param jitter at most so much more, evenly spread, chosen anew for each piece; what is sent later never arrives earlier
 * @param bytesPerSecond how much fits through, all connections of that direction together
 */
public record LinkDelay(Duration latency, Duration jitter, OptionalLong bytesPerSecond) {
    private static final Duration MOST = Duration.ofHours(1);

    public LinkDelay {
        require(!latency.isNegative() && latency.compareTo(MOST) <= 0, "latency", "be from 0s to 1h", latency);
        require(!jitter.isNegative() && jitter.compareTo(MOST) <= 0, "jitter", "be from 0s to 1h", jitter);
        require(
                bytesPerSecond.isEmpty() || bytesPerSecond.getAsLong() > 0,
                "bandwidth",
                "be at least 1 byte per second",
                bytesPerSecond);
    }

    /** Latency alone. */
    public static LinkDelay latency(Duration latency) {
        return new LinkDelay(latency, Duration.ZERO, OptionalLong.empty());
    }

    private static void require(boolean holds, String subject, String rule, Object actual) {
        if (!holds) {
            throw new IllegalArgumentException("the network's " + subject + " must " + rule + ", was " + actual);
        }
    }
}

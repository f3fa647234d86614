package dev.binrun.server.network;

import java.time.Duration;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A delay or a bandwidth limit for one direction between two ends of a network.
 *
 * @param latency the time that is added to every transmission, at most 1 hour
 * @param jitter the maximum of an additional random delay, at most 1 hour; chosen for each piece of bytes, without
 *     changing their order
 * @param bytesPerSecond the bandwidth that all connections of the direction share; empty for no limit
 */
@API(status = Status.EXPERIMENTAL)
public record LinkDelay(Duration latency, Duration jitter, OptionalLong bytesPerSecond) {
    private static final Duration MOST = Duration.ofHours(1);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value is not allowed
     */
    public LinkDelay {
        require(!latency.isNegative() && latency.compareTo(MOST) <= 0, "latency", "be from 0s to 1h", latency);
        require(!jitter.isNegative() && jitter.compareTo(MOST) <= 0, "jitter", "be from 0s to 1h", jitter);
        require(
                bytesPerSecond.isEmpty() || bytesPerSecond.getAsLong() > 0,
                "bandwidth",
                "be at least 1 byte per second",
                bytesPerSecond);
    }

    /** Returns a delay with latency only. */
    public static LinkDelay latency(Duration latency) {
        return new LinkDelay(latency, Duration.ZERO, OptionalLong.empty());
    }

    private static void require(boolean holds, String subject, String rule, Object actual) {
        if (!holds) {
            throw new IllegalArgumentException("the network's " + subject + " must " + rule + ", was " + actual);
        }
    }
}

package dev.binrun.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The part of a stream's configuration that determines how messages leave the stream. A limit of 0 or less means no
 * limit, as on the server.
 *
 * @param leavesWhenAcked whether the retention is workqueue or interest
 * @param discardNew whether a full stream rejects new messages instead of removing old ones
 * @param mirrorOf the origin, if the stream is a mirror
 * @param mirrorFilters filters of the origin's subjects; empty for all
 * @param interest whether the retention is interest, so that a message leaves when no consumer needs it
 * @param discardNewPerSubject whether a full subject rejects new messages
 * @param mirrorFrom the origin's first sequence that the mirror copies; empty if it is unknown ({@code opt_start_time})
 * @param sourced whether the stream has sources, whose messages get new sequences
 * @param transforms whether the stream may store messages under other subjects than those they were published to
 * @param ttls whether the stream honours the time to live of a message
 */
public record StreamLimits(
        boolean leavesWhenAcked,
        long maxMsgs,
        long maxMsgsPerSubject,
        long maxBytes,
        Duration maxAge,
        boolean discardNew,
        Optional<String> mirrorOf,
        List<String> mirrorFilters,
        boolean interest,
        boolean discardNewPerSubject,
        OptionalLong mirrorFrom,
        boolean sourced,
        boolean transforms,
        boolean ttls) {
    private static final long NO_LIMIT = -1;
    private static final StreamLimits NONE = new StreamLimits(
            false,
            NO_LIMIT,
            NO_LIMIT,
            NO_LIMIT,
            Duration.ZERO,
            false,
            Optional.empty(),
            List.of(),
            false,
            false,
            OptionalLong.of(1),
            false,
            false,
            false);

    public StreamLimits {
        maxMsgs = maxMsgs > 0 ? maxMsgs : NO_LIMIT;
        maxMsgsPerSubject = maxMsgsPerSubject > 0 ? maxMsgsPerSubject : NO_LIMIT;
        maxBytes = maxBytes > 0 ? maxBytes : NO_LIMIT;
        maxAge = maxAge.isNegative() ? Duration.ZERO : maxAge;
        mirrorFilters = List.copyOf(mirrorFilters);
    }

    /** Returns the limits of a stream that keeps all messages. */
    public static StreamLimits none() {
        return NONE;
    }
}

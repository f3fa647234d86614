package dev.binrun.history;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a stream's configuration says of how messages leave it; 0 or less is no limit, as on the server.
 *
 * @param leavesWhenAcked its retention is workqueue or interest
 * @param discardNew a full stream refuses new messages, instead of dropping old ones
 * @param mirrorOf the origin, if it is a mirror
 * @param mirrorFilters of the origin's subjects; empty for all
 * @param interest its retention is interest: what no consumer wants, or wants any more, leaves too
 * @param discardNewPerSubject a full subject refuses new messages, too
 * @param sourced other streams are its sources, whose messages come with sequences of its own
 * @param mirrorFrom the origin's first sequence that a mirror is to get; empty where that cannot be said ({@code opt_start_time})
 * @param transforms its messages, or some that come from elsewhere, are stored under other subjects than they were published on
 * @param ttls what messages say of how long they are kept is heeded
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

    public StreamLimits {
        maxMsgs = maxMsgs > 0 ? maxMsgs : NO_LIMIT;
        maxMsgsPerSubject = maxMsgsPerSubject > 0 ? maxMsgsPerSubject : NO_LIMIT;
        maxBytes = maxBytes > 0 ? maxBytes : NO_LIMIT;
        maxAge = maxAge.isNegative() ? Duration.ZERO : maxAge;
        mirrorFilters = List.copyOf(mirrorFilters);
    }

    /** A stream that keeps everything. */
    public static StreamLimits none() {
        return new StreamLimits(
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
    }
}

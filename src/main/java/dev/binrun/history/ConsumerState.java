package dev.binrun.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a consumer's configuration says of which messages it gets, and how they are settled. Another consumer of the name, after it, has
 * a state of its own. Times are the history's nanoseconds.
 *
 * @param filters of subjects; empty for all
 * @param from the first sequence that it is to get: 1 with {@code deliver_policy: all}, else one more than {@code
 *     delivered.stream_seq} when it was made; empty where that cannot be said ({@code last_per_subject}, filters that were changed)
 * @param ackPolicy {@code none}, {@code all}, {@code explicit} or {@code flow_control}
 * @param begun when it began, at the earliest; 0 if before the first step
 * @param made when it was there for certain; 0 if before the first step
 * @param gone when it was no longer there; {@link Long#MAX_VALUE} if it is there at the end
 * @param inactive after how long it goes by itself if nobody uses it; 0 if it does not
 * @param position where it is at the end; empty if it is not there
 */
public record ConsumerState(
        String name,
        List<String> filters,
        OptionalLong from,
        String ackPolicy,
        long begun,
        long made,
        long gone,
        long inactive,
        Optional<Position> position) {
    public ConsumerState {
        filters = List.copyOf(filters);
    }

    /** A consumer that nothing is known of but its configuration, and when it was there. */
    public ConsumerState(String name, List<String> filters, OptionalLong from, String ackPolicy, long made, long gone) {
        this(name, filters, from, ackPolicy, made, made, gone, 0, Optional.empty());
    }

    /** A consumer that is there from the first step to the end. */
    public ConsumerState(String name, List<String> filters, OptionalLong from, String ackPolicy) {
        this(name, filters, from, ackPolicy, 0, Long.MAX_VALUE);
    }

    /** Whether it is there at the end. */
    public boolean isThere() {
        return gone == Long.MAX_VALUE;
    }

    /**
     * Where a consumer is.
     *
     * @param seq the last sequence that it has delivered
     * @param deliveries how many deliveries it has made
     * @param acknowledged the sequence up to which all that it delivered is acknowledged
     * @param unsettled how many messages it has delivered that are to be acknowledged, or come again
     */
    public record Position(long seq, long deliveries, long acknowledged, long unsettled) {}
}

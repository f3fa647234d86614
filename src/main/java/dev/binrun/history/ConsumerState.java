package dev.binrun.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a consumer's configuration says of which messages it gets, and how they are settled.
 *
 * @param filters of subjects; empty for all
 * @param from the first sequence that it is to get: 1 with {@code deliver_policy: all}, else one more than {@code
 *     delivered.stream_seq} when it was made; empty where that cannot be said ({@code last_per_subject}, filters that were changed)
 * @param ackPolicy {@code none}, {@code all} or {@code explicit}
 * @param made when it was there for certain, in the history's nanoseconds; 0 if before the first step
 * @param gone when it was no longer there; {@link Long#MAX_VALUE} if it is there at the end
 */
public record ConsumerState(
        String name, List<String> filters, OptionalLong from, String ackPolicy, long made, long gone) {
    public ConsumerState {
        filters = List.copyOf(filters);
    }

    /** A consumer that is there from the first step to the end. */
    public ConsumerState(String name, List<String> filters, OptionalLong from, String ackPolicy) {
        this(name, filters, from, ackPolicy, 0, Long.MAX_VALUE);
    }
}

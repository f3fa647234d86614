package dev.binrun.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a consumer's configuration says of which messages it gets, and how they are settled.
 *
 * @param filters of subjects; empty for all
 * @param from the first sequence that it is to get: 1 with {@code deliver_policy: all}, else one more than {@code
 *     delivered.stream_seq} when it was made; empty where that cannot be said ({@code last_per_subject})
 * @param ackPolicy {@code none}, {@code all} or {@code explicit}
 */
public record ConsumerState(String name, List<String> filters, OptionalLong from, String ackPolicy) {
    public ConsumerState {
        filters = List.copyOf(filters);
    }
}

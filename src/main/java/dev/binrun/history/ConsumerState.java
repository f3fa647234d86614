package dev.binrun.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One consumer of a stream: its configuration, the time during which it existed, and its position at the end. A
 * consumer that was created later under the same name has a state of its own. Times are nanoseconds since the start of
 * the history.
 *
 * @param filters subject filters; empty for all subjects
 * @param from the first sequence that the consumer can deliver: 1 with {@code deliver_policy: all}, otherwise one more
 *     than {@code delivered.stream_seq} after its creation; empty if it is unknown ({@code last_per_subject}, changed
 *     filters)
 * @param ackPolicy {@code none}, {@code all}, {@code explicit} or {@code flow_control}
 * @param begun the earliest time of its creation; 0 if before the first step
 * @param made the latest time of its creation; 0 if before the first step
 * @param gone the time of its end; {@link Long#MAX_VALUE} if it exists at the end
 * @param inactive the inactivity in nanoseconds after which the server removes it; 0 if the server does not
 * @param position its position at the end; empty if it does not exist then
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

    /** Creates the state of a consumer of which only the configuration and the lifetime are known. */
    public ConsumerState(String name, List<String> filters, OptionalLong from, String ackPolicy, long made, long gone) {
        this(name, filters, from, ackPolicy, made, made, gone, 0, Optional.empty());
    }

    /** Creates the state of a consumer that exists from before the first step to the end. */
    public ConsumerState(String name, List<String> filters, OptionalLong from, String ackPolicy) {
        this(name, filters, from, ackPolicy, 0, Long.MAX_VALUE);
    }

    /** Returns whether the consumer exists at the end. */
    public boolean existsAtEnd() {
        return gone == Long.MAX_VALUE;
    }

    /** Returns whether the consumer certainly existed at a time. */
    public boolean existedAt(long time) {
        return made <= time && time < gone;
    }

    /**
     * The position of a consumer.
     *
     * @param seq the last sequence that the consumer delivered
     * @param deliveries the number of its deliveries
     * @param acknowledged the ack floor: all messages delivered up to this sequence are acknowledged
     * @param unsettled the number of delivered messages that wait for an acknowledgement or a redelivery
     */
    public record Position(long seq, long deliveries, long acknowledged, long unsettled) {}
}

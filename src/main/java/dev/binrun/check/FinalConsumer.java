package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One consumer of a stream at the end of a run.
 *
 * @param name the name
 * @param filters the subject filters; empty for all subjects
 * @param ackPolicy {@code none}, {@code all}, {@code explicit} or {@code flow_control}
 * @param position the position; empty if it is unknown
 */
@API(status = Status.EXPERIMENTAL)
public record FinalConsumer(String name, List<String> filters, String ackPolicy, Optional<ConsumerPosition> position) {
    /**
     * The position of a consumer.
     *
     * @param delivered the last sequence that the consumer delivered
     * @param ackFloor all messages that were delivered up to this sequence are acknowledged
     * @param pending the number of delivered messages that wait for an acknowledgement or a redelivery
     */
    @API(status = Status.EXPERIMENTAL)
    public record ConsumerPosition(long delivered, long ackFloor, long pending) {}

    public FinalConsumer {
        filters = List.copyOf(filters);
    }

    static FinalConsumer of(ConsumerState consumer) {
        return new FinalConsumer(
                consumer.name(),
                consumer.filters(),
                consumer.ackPolicy(),
                consumer.position().map(at -> new ConsumerPosition(at.seq(), at.acknowledged(), at.unsettled())));
    }
}

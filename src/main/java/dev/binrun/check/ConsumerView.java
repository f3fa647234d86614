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
public record ConsumerView(String name, List<String> filters, String ackPolicy, Optional<Position> position) {
    /**
     * The position of a consumer.
     *
     * @param delivered the last sequence that the consumer delivered
     * @param ackFloor all messages that were delivered up to this sequence are acknowledged
     * @param pending the number of delivered messages that wait for an acknowledgement or a redelivery
     */
    @API(status = Status.EXPERIMENTAL)
    public record Position(long delivered, long ackFloor, long pending) {}

    public ConsumerView {
        filters = List.copyOf(filters);
    }

    static ConsumerView of(ConsumerState consumer) {
        return new ConsumerView(
                consumer.name(),
                consumer.filters(),
                consumer.ackPolicy(),
                consumer.position().map(at -> new Position(at.seq(), at.acknowledged(), at.unsettled())));
    }
}

package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The deliveries that the history does not contain, because the session simulation or a project's own verb received
 * them. A consumer's state counts all its deliveries. If as many are not recorded as messages are missing up to the ack
 * floor, then these messages were delivered and acknowledged.
 */
final class UnrecordedReaders {
    /** The fate of a missing message. */
    enum Fate {
        CONSUMED,
        LOST,
        UNCLEAR
    }

    private final History history;
    private final String stream;
    private final Map<ConsumerState, Long> unrecorded = new HashMap<>();

    UnrecordedReaders(History history, String stream) {
        this.history = history;
        this.stream = stream;
    }

    /** Returns whether there may be deliveries that are not recorded. */
    boolean exist() {
        return history.unrecordedActor().isPresent();
    }

    /** Returns the number of a consumer's deliveries that are not recorded. */
    long unrecorded(ConsumerState consumer) {
        return unrecorded.computeIfAbsent(consumer, this::countUnrecorded);
    }

    /**
     * Returns the fate of a message that nothing else explains.
     *
     * @param consumers the consumers that should have received it
     * @param missing for each of them, the sequences of all such messages
     * @param all whether each of them must have settled the message; otherwise one is enough
     */
    Fate fate(long sequence, List<ConsumerState> consumers, Map<ConsumerState, LongIntMap> missing, boolean all) {
        List<Fate> fates = consumers.stream()
                .map(consumer -> fate(sequence, consumer, missing.get(consumer)))
                .toList();
        if (fates.isEmpty()) {
            return Fate.UNCLEAR;
        }
        Fate one = all ? Fate.LOST : Fate.CONSUMED;
        Fate each = all ? Fate.CONSUMED : Fate.LOST;
        if (fates.contains(one)) {
            return one;
        }
        return fates.stream().allMatch(each::equals) ? each : Fate.UNCLEAR;
    }

    private Fate fate(long sequence, ConsumerState consumer, LongIntMap missing) {
        if (consumer.position().isEmpty()) {
            return Fate.UNCLEAR;
        }
        ConsumerState.Position position = consumer.position().get();
        if (unrecorded(consumer) == 0 || sequence > position.seq()) {
            return Fate.LOST;
        }
        boolean explained = unrecorded(consumer) == missing.size() && sequence <= position.acknowledged();
        return explained ? Fate.CONSUMED : Fate.UNCLEAR;
    }

    private long countUnrecorded(ConsumerState consumer) {
        int number = history.names().find(consumer.name());
        long recorded = history.operations(
                        stream,
                        operation -> operation.kind() == OperationKind.DELIVER
                                && operation.consumer() == number
                                && operation.invokedAt() >= consumer.begun())
                .mapToLong(operation -> operation.consumerSequence())
                .distinct()
                .count();
        long all = consumer.position().map(ConsumerState.Position::deliveries).orElse(0L);
        return Math.max(0, all - recorded);
    }
}

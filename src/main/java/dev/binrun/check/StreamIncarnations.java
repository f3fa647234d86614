package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The times at which a stream was replaced by a new one with the same name. The evidence is a sequence that a message
 * got although the stream had assigned it before a request emptied the stream.
 */
final class StreamIncarnations {
    private final List<Long> times = new ArrayList<>();
    private final List<Operation> pending = new ArrayList<>();
    private Operation removal;
    private long greatest;

    private StreamIncarnations() {}

    /** Returns the times since which the stream was a new one, in ascending order. */
    static List<Long> of(History history, String stream) {
        StreamIncarnations incarnations = new StreamIncarnations();
        if (history.operations(stream, StreamIncarnations::empties).findAny().isPresent()) {
            history.operations(stream).forEach(incarnations::add);
        }
        return incarnations.times;
    }

    private void add(Operation operation) {
        if (empties(operation)) {
            greatest = Math.max(greatest, greatestCompletedBefore(operation.invokedAt()));
            removal = operation;
        } else if (AckedMessages.isAcknowledged(operation, operation.stream()) && !operation.isDuplicate()) {
            pending.add(operation);
            if (removal != null && operation.invokedAt() > end() && operation.sequence() <= greatest) {
                times.add(end());
                removal = null;
                greatest = 0;
            }
        }
    }

    private static boolean empties(Operation operation) {
        return operation.kind() == OperationKind.REMOVE
                && operation.consumer() == 0
                && operation.subject() == 0
                && operation.sequence() == 0
                && operation.keeps() == 0
                && !operation.removesOne()
                && !operation.hasFailed();
    }

    private long greatestCompletedBefore(long time) {
        long found = 0;
        for (Operation publish : pending) {
            found = publish.completedAt() < time ? Math.max(found, publish.sequence()) : found;
        }
        pending.removeIf(publish -> publish.completedAt() < time);
        return found;
    }

    /** If the completion is unknown, the removal may have been done right after its invocation. */
    private long end() {
        return removal.isUnknown() ? removal.invokedAt() : removal.completedAt();
    }
}

package dev.binrun.check;

import dev.binrun.check.linear.KeyOperation;
import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The writers to a bucket whose writes the history may not contain.
 *
 * @param keys the subjects of the bucket's keys
 */
record UnrecordedWriters(History history, int stream, Subjects keys, StreamLimits limits) {
    /** Returns why the operations on a key may be incomplete; empty if they are complete. */
    Optional<String> of(List<KeyOperation> operations) {
        if (history.unrecordedActor().isPresent()) {
            return Optional.of(history.unrecordedActor().get() + " may have written to it, which is not recorded");
        }
        if (limits.sourced()) {
            return Optional.of("the bucket has sources, and their messages are not recorded");
        }
        Set<Long> written = writtenRevisions(operations);
        return operations.stream()
                .filter(operation -> readsUnknownWrite(operation, written))
                .flatMap(read -> sameValueElsewhere(read)
                        .map(origin -> "the value at revision " + read.revision() + " was also written to "
                                + origin.subjectName() + ", from which the server may have copied it")
                        .stream())
                .findFirst();
    }

    /**
     * Returns the operations with any number of unrecorded writes and deletions among them, and without the reads of
     * revisions that no recorded operation wrote.
     */
    static List<KeyOperation> among(List<KeyOperation> operations) {
        Set<Long> written = writtenRevisions(operations);
        List<KeyOperation> among = new ArrayList<>();
        for (KeyOperation operation : operations) {
            if (!readsUnknownWrite(operation, written)) {
                among.add(operation);
            }
            among.add(KeyOperation.unrecorded(OperationKind.KV_PUT));
            among.add(KeyOperation.unrecorded(OperationKind.KV_DEL));
        }
        return among;
    }

    private static Set<Long> writtenRevisions(List<KeyOperation> operations) {
        return operations.stream()
                .filter(KeyOperation::isWrite)
                .map(KeyOperation::revision)
                .collect(Collectors.toSet());
    }

    private static boolean readsUnknownWrite(KeyOperation operation, Set<Long> written) {
        return operation.kind() == OperationKind.KV_GET
                && operation.completion() == Completion.OK
                && !written.contains(operation.revision());
    }

    /**
     * Subject transforms, republishing and mappings can copy a message to the bucket; only the server knows of them.
     */
    private Optional<Operation> sameValueElsewhere(KeyOperation read) {
        return history.operations(operation -> read.value() != 0
                        && operation.kind().stores()
                        && operation.payload() == read.value()
                        && !operation.hasFailed()
                        && operation.invokedAt() <= read.completedAt()
                        && !isToBucket(operation))
                .findFirst();
    }

    private boolean isToBucket(Operation operation) {
        return keys.contain(operation.subject()) && (operation.stream() == stream || operation.stream() == 0);
    }
}

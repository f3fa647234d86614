package dev.binrun.check;

import dev.binrun.check.linear.KeyOperation;
import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import dev.binrun.history.StreamLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may have written to a bucket what the history does not have, and what can be said of a key all the same. */
final class UnrecordedWriters {
    private final History history;
    private final int stream;
    private final Subjects bucket;
    private final StreamLimits limits;

    /** @param bucket the subjects of its keys */
    UnrecordedWriters(History history, int stream, Subjects bucket, StreamLimits limits) {
        this.history = history;
        this.stream = stream;
        this.bucket = bucket;
        this.limits = limits;
    }

    /** Why the operations on a key need not be all; empty if they are. */
    Optional<String> of(List<KeyOperation> operations) {
        if (history.others().isPresent()) {
            return Optional.of(history.others().get() + " may have written to it, which is not recorded");
        }
        if (limits.sourced()) {
            return Optional.of("the bucket has sources, and what came from them is not recorded");
        }
        Set<Long> written = written(operations);
        for (KeyOperation operation : operations) {
            if (isUnwritten(operation, written)) {
                Optional<Integer> origin = elsewhere(operation);
                if (origin.isPresent()) {
                    return Optional.of("the value at revision " + operation.revision() + " was also written to "
                            + Evidence.subject(history, origin.get()) + ", and may have come from there");
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The operations among writes of others: a read of what nobody is known to have written says nothing, and there may have been
     * any number of writes and deletions.
     */
    static List<KeyOperation> among(List<KeyOperation> operations) {
        Set<Long> written = written(operations);
        List<KeyOperation> among = new ArrayList<>();
        for (KeyOperation operation : operations) {
            if (!isUnwritten(operation, written)) {
                among.add(operation);
            }
            among.add(KeyOperation.unrecorded(OperationKind.KV_PUT));
            among.add(KeyOperation.unrecorded(OperationKind.KV_DEL));
        }
        return among;
    }

    private static Set<Long> written(List<KeyOperation> operations) {
        return operations.stream()
                .filter(KeyOperation::write)
                .map(KeyOperation::revision)
                .collect(Collectors.toSet());
    }

    private static boolean isUnwritten(KeyOperation operation, Set<Long> written) {
        return operation.kind() == OperationKind.KV_GET
                && operation.answer() == Completion.OK
                && !written.contains(operation.revision());
    }

    /** A message that something may have brought here that is told to the server only: a transform, a republishing, a mapping. */
    private Optional<Integer> elsewhere(KeyOperation read) {
        for (int row = 0; row < history.size() && read.value() != 0; row++) {
            OperationKind kind = history.kind(row);
            boolean here = kind != null
                    && bucket.take(history.subject(row))
                    && (history.stream(row) == stream || history.stream(row) == 0);
            if (kind != null
                    && kind.stores()
                    && !here
                    && history.payload(row) == read.value()
                    && history.answer(row).outcome() != OperationOutcome.FAILED
                    && history.asked(row) <= read.answered()) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}

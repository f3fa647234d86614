package dev.binrun.check;

import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** The requests that may have removed entries from a bucket other than by an operation on a key. */
final class EntryRemovals {
    private final History history;
    private final int stream;
    private final Subjects keys;
    private final List<Operation> removals;

    /** @param keys the subjects of the bucket's keys */
    EntryRemovals(History history, int stream, Subjects keys) {
        this.history = history;
        this.stream = stream;
        this.keys = keys;
        this.removals = history.operations(operation -> operation.kind() == OperationKind.REMOVE
                        && operation.consumer() == 0
                        && !operation.hasFailed()
                        && isFromBucket(operation)
                        && !isRollup(operation))
                .toList();
    }

    /** Returns the first request that may have removed entries of a key. */
    Optional<Operation> of(int key) {
        return removals.stream().filter(removal -> mayRemove(removal, key)).findFirst();
    }

    /** A removal without a stream is of a message schedule, which writes to other keys. */
    private boolean mayRemove(Operation removal, int key) {
        String filter = removal.subjectName();
        return filter.isEmpty()
                || removal.stream() == 0
                || Subjects.matches(filter, history.names().name(key));
    }

    /** The stream of a rollup is unknown if its publish was not acknowledged. */
    private boolean isFromBucket(Operation removal) {
        if (removal.stream() != 0) {
            return removal.stream() == stream;
        }
        return removal.subject() == 0 ? hasPublish(removal, keys::contain) : keys.contain(removal.subject());
    }

    /** A write that removes the older entries of its key has the same effect on reads as any other write. */
    private boolean isRollup(Operation removal) {
        int key = removal.subject();
        return key != 0 && keys.contain(key) && hasPublish(removal, subject -> subject == key);
    }

    /** Returns whether a removal belongs to an earlier write of the same client. */
    private boolean hasPublish(Operation removal, IntPredicate subject) {
        return history.operationsBefore(
                        removal,
                        operation -> operation.client() == removal.client()
                                && operation.kind().stores()
                                && subject.test(operation.subject())
                                && isCompletedAlike(operation, removal))
                .findAny()
                .isPresent();
    }

    private static boolean isCompletedAlike(Operation publish, Operation removal) {
        return removal.completion() == Completion.UNKNOWN
                ? publish.isUnknown() && removal.stream() == 0
                : publish.completion() == Completion.OK && publish.sequence() == removal.sequence() + 1;
    }
}

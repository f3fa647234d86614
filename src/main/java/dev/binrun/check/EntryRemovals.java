package dev.binrun.check;

import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What took entries of a bucket from its stream and is no operation on a key: a purge, the bucket's end, a rollup of others. */
final class EntryRemovals {
    private final History history;
    private final int stream;
    private final Subjects bucket;
    private final List<Integer> rows = new ArrayList<>();

    /** @param bucket the subjects of its keys */
    EntryRemovals(History history, int stream, Subjects bucket) {
        this.history = history;
        this.stream = stream;
        this.bucket = bucket;
        for (int row = 0; row < history.size(); row++) {
            if (history.kind(row) == OperationKind.REMOVE
                    && history.consumer(row) == 0
                    && history.answer(row).outcome() != OperationOutcome.FAILED
                    && isHere(row)
                    && !isOfWrite(row)) {
                rows.add(row);
            }
        }
    }

    /** The first that may have taken entries of a key. */
    Optional<Integer> of(int key) {
        for (int row : rows) {
            String filter = history.names().name(history.subject(row));
            if (filter.isEmpty()
                    || history.stream(row) == 0 // a schedule, which writes to other keys
                    || Subjects.matches(filter, history.names().name(key))) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }

    /** Of what a publish is to remove, the stream is known with its answer only. */
    private boolean isHere(int row) {
        if (history.stream(row) != 0) {
            return history.stream(row) == stream;
        }
        return history.subject(row) == 0 ? publish(row, 0) : bucket.take(history.subject(row));
    }

    /** A write that takes with it what was there before changes no more than any other. */
    private boolean isOfWrite(int row) {
        return history.subject(row) != 0 && bucket.take(history.subject(row)) && publish(row, history.subject(row));
    }

    /** Whether a removal is that of a publish to the bucket, by the same client. */
    private boolean publish(int removal, int subject) {
        for (int row = removal - 1; row >= 0; row--) {
            OperationKind kind = history.kind(row);
            boolean same = history.answer(removal) == Completion.UNKNOWN
                    ? history.answer(row).outcome() == OperationOutcome.UNKNOWN && history.stream(removal) == 0
                    : history.answer(row) == Completion.OK && history.seq(row) == history.seq(removal) + 1;
            if (kind != null
                    && kind.stores()
                    && same
                    && history.client(row) == history.client(removal)
                    && (subject == 0 ? bucket.take(history.subject(row)) : history.subject(row) == subject)) {
                return true;
            }
        }
        return false;
    }
}

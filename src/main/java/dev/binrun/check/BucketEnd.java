package dev.binrun.check;

import dev.binrun.check.linear.KeyOperation;
import dev.binrun.history.Completion;
import dev.binrun.history.FinalState;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a bucket is left with, as one more read of each key; or why that cannot be said. */
final class BucketEnd {
    private static final long NOTHING = Fingerprint.of("");

    private final Optional<StreamState> state;
    private final Optional<String> unreadable;
    private final long at;
    private final Map<Integer, Integer> newest = new HashMap<>();

    private BucketEnd(Optional<StreamState> state, Optional<String> unreadable, long at) {
        this.state = state;
        this.unreadable = unreadable;
        this.at = at;
        state.ifPresent(there -> {
            for (int i = 0; i < there.size(); i++) {
                newest.put(there.subject(i), i);
            }
        });
    }

    /** @throws UnreadableException if it cannot be told from another one */
    static BucketEnd of(String stream, FinalState end) {
        try {
            Optional<StreamState> state = end.stream(stream);
            return new BucketEnd(state, Optional.empty(), end.at());
        } catch (UnreadableException e) {
            if (e.isMixed()) {
                throw e;
            }
            return new BucketEnd(Optional.empty(), Optional.of(e.getMessage()), end.at());
        }
    }

    Optional<String> unreadable() {
        return unreadable;
    }

    boolean isGone() {
        return state.isEmpty() && unreadable.isEmpty();
    }

    StreamLimits limits() {
        return state.map(StreamState::limits).orElse(StreamLimits.none());
    }

    /**
     * The read of a key after all that clients did to it; empty if what is there may be a value or a marker.
     *
     * @param operations all of the key
     */
    Optional<KeyOperation> read(int key, List<KeyOperation> operations) {
        if (unreadable.isPresent()) {
            return Optional.empty();
        }
        if (!newest.containsKey(key)) {
            return Optional.of(read(operations, Completion.NOT_FOUND, 0, 0));
        }
        int index = newest.get(key);
        long revision = state.get().seq(index);
        long value = state.get().payload(index);
        Optional<KeyOperation> by = operations.stream()
                .filter(operation -> operation.answer() == Completion.OK && operation.revision() == revision)
                .findFirst();
        if (by.isEmpty() && value == NOTHING && operations.stream().anyMatch(BucketEnd::maySetNothing)) {
            return Optional.empty();
        }
        boolean there = by.map(KeyOperation::sets).orElse(value != NOTHING);
        return Optional.of(
                there
                        ? read(operations, Completion.OK, revision, value)
                        : read(operations, Completion.NOT_FOUND, 0, 0));
    }

    /** A marker is nothing, as a rule; and a value may be nothing, too. */
    private static boolean maySetNothing(KeyOperation operation) {
        return operation.optional() && operation.sets() && (operation.value() == NOTHING || operation.value() == 0);
    }

    private KeyOperation read(List<KeyOperation> operations, Completion answer, long revision, long value) {
        long last = 0;
        for (KeyOperation operation : operations) {
            long answered = operation.optional() ? operation.asked() : operation.answered();
            last = Math.max(last, answered == Long.MAX_VALUE ? operation.asked() : answered);
        }
        return new KeyOperation(
                KeyOperation.NO_ROW,
                OperationKind.KV_GET,
                answer,
                Math.min(last + 1, at),
                Math.max(last + 1, at),
                revision,
                -1,
                value,
                0);
    }
}

package dev.binrun.check;

import dev.binrun.check.linear.KeyOperation;
import dev.binrun.history.Completion;
import dev.binrun.history.FinalState;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The final state of a bucket, as one more read of each key. */
final class BucketEnd {
    private static final long NOTHING = Fingerprint.EMPTY;

    private final Optional<StreamState> state;
    private final Optional<String> unreadable;
    private final long at;
    private final Map<Integer, StreamMessage> newest = new HashMap<>();

    private BucketEnd(Optional<StreamState> state, Optional<String> unreadable, long at) {
        this.state = state;
        this.unreadable = unreadable;
        this.at = at;
        state.ifPresent(bucket -> bucket.messages().forEach(message -> newest.put(message.subject(), message)));
    }

    /**
     * Reads the bucket's stream, or the reason why it cannot be read.
     *
     * @throws UnreadableException if the name stands for several streams
     */
    static BucketEnd of(String stream, FinalState end) {
        try {
            Optional<StreamState> state = end.stream(stream);
            return new BucketEnd(state, Optional.empty(), end.at());
        } catch (UnreadableException e) {
            if (e.isAmbiguous()) {
                throw e;
            }
            return new BucketEnd(Optional.empty(), Optional.of(e.getMessage()), end.at());
        }
    }

    /** Returns why the bucket cannot be read; empty if it can. */
    Optional<String> unreadable() {
        return unreadable;
    }

    /** Returns whether the bucket certainly does not exist. */
    boolean isGone() {
        return state.isEmpty() && unreadable.isEmpty();
    }

    /** Returns the limits of the bucket's stream; no limits if the stream was not read. */
    StreamLimits limits() {
        return state.map(StreamState::limits).orElse(StreamLimits.none());
    }

    /**
     * Returns a read of a key after all operations of clients. It is empty if the bucket was not read, or if the newest
     * entry may be a delete marker or an empty value.
     *
     * @param operations all operations on the key
     */
    Optional<KeyOperation> read(int key, List<KeyOperation> operations) {
        if (unreadable.isPresent()) {
            return Optional.empty();
        }
        StreamMessage entry = newest.get(key);
        if (entry == null) {
            return Optional.of(read(operations, Completion.NOT_FOUND, 0, 0));
        }
        Optional<KeyOperation> write = operations.stream()
                .filter(operation ->
                        operation.completion() == Completion.OK && operation.revision() == entry.sequence())
                .findFirst();
        boolean isEmpty = entry.payload() == NOTHING;
        if (write.isEmpty() && isEmpty && operations.stream().anyMatch(BucketEnd::maySetNothing)) {
            return Optional.empty();
        }
        boolean isValue = write.map(KeyOperation::sets).orElse(!isEmpty);
        return Optional.of(
                isValue
                        ? read(operations, Completion.OK, entry.sequence(), entry.payload())
                        : read(operations, Completion.NOT_FOUND, 0, 0));
    }

    /** Delete markers are empty, but so may be a value. */
    private static boolean maySetNothing(KeyOperation operation) {
        return operation.isOptional() && operation.sets() && (operation.value() == NOTHING || operation.value() == 0);
    }

    private KeyOperation read(List<KeyOperation> operations, Completion completion, long revision, long value) {
        long last = operations.stream().mapToLong(BucketEnd::lastTime).max().orElse(0);
        return new KeyOperation(
                Optional.empty(),
                OperationKind.KV_GET,
                completion,
                Math.min(last + 1, at),
                Math.max(last + 1, at),
                revision,
                KeyOperation.ANY_REVISION,
                value,
                0);
    }

    private static long lastTime(KeyOperation operation) {
        return operation.isOptional() || operation.completedAt() == Operation.NEVER
                ? operation.invokedAt()
                : operation.completedAt();
    }
}

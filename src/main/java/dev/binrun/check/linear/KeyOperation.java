package dev.binrun.check.linear;

import dev.binrun.history.Completion;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import java.util.Optional;

/**
 * An operation on one key. Times are nanoseconds since the start of the history.
 *
 * @param source the operation of a client; empty for the read of the final state and for unrecorded writes
 * @param completedAt {@link Operation#NEVER} if the outcome is unknown
 * @param revision the revision that the operation wrote or read; 0 if unknown
 * @param expected the revision that a write expects, or {@link #ANY_REVISION}
 * @param value the fingerprint of the value; 0 if unknown
 * @param ttl the time after its invocation at which the value may be gone, in nanoseconds; 0 if it stays
 */
public record KeyOperation(
        Optional<Operation> source,
        OperationKind kind,
        Completion completion,
        long invokedAt,
        long completedAt,
        long revision,
        long expected,
        long value,
        long ttl) {
    /** The expected revision of a write without a condition. */
    public static final long ANY_REVISION = -1;

    /**
     * Returns a recorded operation. A publish to the subject of a key is a put.
     *
     * @param ttl the time after its invocation at which the value may be gone, in nanoseconds; 0 if it stays
     */
    public static KeyOperation of(Operation operation, long ttl) {
        OperationKind kind = operation.kind();
        boolean isPublish = kind == OperationKind.PUBLISH;
        return new KeyOperation(
                Optional.of(operation),
                isPublish ? OperationKind.KV_PUT : kind,
                operation.completion(),
                operation.invokedAt(),
                operation.completedAt(),
                operation.sequence(),
                isPublish ? ANY_REVISION : operation.expectedRevision().orElse(ANY_REVISION),
                operation.payload(),
                kind == OperationKind.KV_GET ? 0 : ttl);
    }

    /** Returns a write that is not recorded: its revision, value and time are unknown. */
    public static KeyOperation unrecorded(OperationKind kind) {
        return new KeyOperation(Optional.empty(), kind, Completion.UNKNOWN, 0, Operation.NEVER, 0, ANY_REVISION, 0, 0);
    }

    /** Returns whether the operation wrote or shows anything. */
    boolean isRelevant() {
        return completion != Completion.FAILED
                && completion != Completion.DUPLICATE
                && (!isOptional() || kind != OperationKind.KV_GET);
    }

    /** Returns whether this is a write that took effect, so that its revision is known. */
    public boolean isWrite() {
        return kind != OperationKind.KV_GET && completion == Completion.OK;
    }

    /** Returns whether the operation may have been done at any time after its invocation, or never. */
    public boolean isOptional() {
        return completion.outcome() == OperationOutcome.UNKNOWN;
    }

    /**
     * Returns whether one server of a cluster rejected the operation, so that only another server can have performed
     * it.
     */
    public boolean isRejected() {
        return completion == Completion.REJECTED;
    }

    /** Returns whether a client performed the operation. */
    public boolean isOfClient() {
        return source.isPresent();
    }

    /** Returns whether the key has a value after the operation. */
    public boolean sets() {
        return kind != OperationKind.KV_DEL && kind != OperationKind.KV_PURGE;
    }

    /** Returns whether the operation writes only if the key has a certain revision or no value. */
    boolean isConditional() {
        return kind == OperationKind.KV_CREATE || expected >= 0;
    }

    /** Returns the same operation with a value that may be gone at any later time. */
    public KeyOperation expiring() {
        return kind == OperationKind.KV_GET
                ? this
                : new KeyOperation(source, kind, completion, invokedAt, completedAt, revision, expected, value, 1);
    }

    /** Returns the same operation with an unknown completion, which allows the same orders and more. */
    KeyOperation forgotten() {
        return new KeyOperation(source, kind, Completion.UNKNOWN, invokedAt, Operation.NEVER, 0, expected, value, ttl);
    }
}

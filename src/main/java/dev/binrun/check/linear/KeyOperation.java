package dev.binrun.check.linear;

import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;

/**
 * An operation on one key.
 *
 * @param row in the history
 * @param answered {@link Long#MAX_VALUE} if it was not
 * @param revision that it made or saw
 * @param expected that a write wants; -1 if any will do
 * @param value its fingerprint; 0 if not known
 * @param ttl in nanoseconds after which the value may be gone; 0 if it stays
 */
public record KeyOperation(
        int row,
        OperationKind kind,
        Completion answer,
        long asked,
        long answered,
        long revision,
        long expected,
        long value,
        long ttl) {
    /** Of the read at the end, which no client made, and of what others may have written. */
    public static final int NO_ROW = -1;

    /**
     * An operation of a history. A publish to the key's subject sets it.
     *
     * @param ttl in nanoseconds after which the value may be gone
     */
    public static KeyOperation of(History history, int row, long ttl) {
        OperationKind kind = history.kind(row);
        boolean publish = kind == OperationKind.PUBLISH;
        return new KeyOperation(
                row,
                publish ? OperationKind.KV_PUT : kind,
                history.answer(row),
                history.asked(row),
                history.answered(row),
                history.seq(row),
                publish ? -1 : history.expected(row),
                history.payload(row),
                kind == OperationKind.KV_GET ? 0 : ttl);
    }

    /** A write by somebody whose writes are not recorded, with any revision and at any time. */
    public static KeyOperation unrecorded(OperationKind kind) {
        return new KeyOperation(NO_ROW, kind, Completion.UNKNOWN, 0, Long.MAX_VALUE, 0, -1, 0, 0);
    }

    /** Whether it says or changes anything. */
    boolean counts() {
        return answer != Completion.FAILED
                && answer != Completion.DUPLICATE
                && (!optional() || kind != OperationKind.KV_GET);
    }

    public boolean write() {
        return kind != OperationKind.KV_GET && answer == Completion.OK;
    }

    /** A write that may have been done at any time after it was asked, or never. */
    public boolean optional() {
        return answer.outcome() == OperationOutcome.UNKNOWN;
    }

    /** A write that one server of a cluster rejected, so that only another server can have done it. */
    public boolean rejected() {
        return answer == Completion.REJECTED;
    }

    /** Whether the key has a value after it. */
    public boolean sets() {
        return kind != OperationKind.KV_DEL && kind != OperationKind.KV_PURGE;
    }

    boolean conditional() {
        return kind == OperationKind.KV_CREATE || expected >= 0;
    }

    /** The same operation, whose value may be gone at any time after it. */
    public KeyOperation passing() {
        return kind == OperationKind.KV_GET
                ? this
                : new KeyOperation(row, kind, answer, asked, answered, revision, expected, value, 1);
    }

    /** The same operation with its answer forgotten, which allows all that it allowed, and more. */
    KeyOperation forgotten() {
        return new KeyOperation(row, kind, Completion.UNKNOWN, asked, Long.MAX_VALUE, 0, expected, value, ttl);
    }
}

package dev.binrun.check;

import dev.binrun.history.Answer;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Outcome;

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
record KeyOperation(
        int row,
        Kind kind,
        Answer answer,
        long asked,
        long answered,
        long revision,
        long expected,
        long value,
        long ttl) {
    /** Of the read at the end, which no client made, and of what others may have written. */
    static final int NO_ROW = -1;

    /**
     * An operation of a history. A publish to the key's subject sets it.
     *
     * @param ttl in nanoseconds after which the value may be gone
     */
    static KeyOperation of(History history, int row, long ttl) {
        Kind kind = history.kind(row);
        boolean publish = kind == Kind.PUBLISH;
        return new KeyOperation(
                row,
                publish ? Kind.KV_PUT : kind,
                history.answer(row),
                history.asked(row),
                history.answered(row),
                history.seq(row),
                publish ? -1 : history.expected(row),
                history.payload(row),
                kind == Kind.KV_GET ? 0 : ttl);
    }

    /** A write by somebody whose writes are not recorded, with any revision and at any time. */
    static KeyOperation unrecorded(Kind kind) {
        return new KeyOperation(NO_ROW, kind, Answer.UNKNOWN, 0, Long.MAX_VALUE, 0, -1, 0, 0);
    }

    /** Whether it says or changes anything. */
    boolean counts() {
        return answer != Answer.FAILED && answer != Answer.DUPLICATE && (!optional() || kind != Kind.KV_GET);
    }

    boolean write() {
        return kind != Kind.KV_GET && answer == Answer.OK;
    }

    /** A write that may have been done at any time after it was asked, or never. */
    boolean optional() {
        return answer.outcome() == Outcome.UNKNOWN;
    }

    /** A write that one server of a cluster rejected, so that only another server can have done it. */
    boolean rejected() {
        return answer == Answer.REJECTED;
    }

    /** Whether the key has a value after it. */
    boolean sets() {
        return kind != Kind.KV_DEL && kind != Kind.KV_PURGE;
    }

    boolean conditional() {
        return kind == Kind.KV_CREATE || expected >= 0;
    }

    /** The same operation, whose value may be gone at any time after it. */
    KeyOperation passing() {
        return kind == Kind.KV_GET
                ? this
                : new KeyOperation(row, kind, answer, asked, answered, revision, expected, value, 1);
    }

    /** The same operation with its answer forgotten, which allows all that it allowed, and more. */
    KeyOperation forgotten() {
        return new KeyOperation(row, kind, Answer.UNKNOWN, asked, Long.MAX_VALUE, 0, expected, value, ttl);
    }
}

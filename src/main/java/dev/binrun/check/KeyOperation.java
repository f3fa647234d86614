package dev.binrun.check;

import dev.binrun.history.Answer;
import dev.binrun.history.History;
import dev.binrun.history.Kind;

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

    /** An operation of a history. A publish to the key's subject sets it. */
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
                kind == Kind.KV_GET ? 0 : ttl(ttl, history.ttlSeconds(row) * 1_000_000_000L));
    }

    /** The server takes what is past either (filestore.go, expireMsgs), unless it is never to expire. */
    private static long ttl(long bucket, long own) {
        return own < 0 ? 0 : own == 0 || bucket == 0 ? own + bucket : Math.min(own, bucket);
    }

    /** Whether it says or changes anything. */
    boolean counts() {
        return answer != Answer.FAILED
                && answer != Answer.DUPLICATE
                && (answer != Answer.UNKNOWN || kind != Kind.KV_GET);
    }

    boolean write() {
        return kind != Kind.KV_GET && answer == Answer.OK;
    }

    /** A write that may have been done at any time after it was asked, or never. */
    boolean optional() {
        return answer == Answer.UNKNOWN;
    }

    /** Whether the key has a value after it. */
    boolean sets() {
        return kind != Kind.KV_DEL && kind != Kind.KV_PURGE;
    }

    boolean conditional() {
        return kind == Kind.KV_CREATE || expected >= 0;
    }

    /** The same operation with its answer forgotten, which allows all that it allowed, and more. */
    KeyOperation forgotten() {
        return new KeyOperation(row, kind, Answer.UNKNOWN, asked, Long.MAX_VALUE, 0, expected, value, ttl);
    }
}

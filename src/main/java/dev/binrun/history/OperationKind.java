package dev.binrun.history;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The type of an operation. */
@API(status = Status.EXPERIMENTAL)
public enum OperationKind {
    PUBLISH("publish"),
    DELIVER("delivery"),
    ACK("ack"),
    NAK("nak"),
    TERM("term"),
    KV_PUT("put"),
    KV_CREATE("create"),
    KV_UPDATE("update"),
    KV_DEL("del"),
    KV_PURGE("purge"),
    KV_GET("get"),
    /**
     * A request removed messages ({@code stream purge}, {@code rmm}, {@code rm}, a rollup) or a consumer, or reset a
     * consumer.
     */
    REMOVE("remove"),
    /** A request created or changed a stream. */
    CONFIGURE("configure");

    private final String word;

    OperationKind(String word) {
        this.word = word;
    }

    /** Returns whether a successful operation of this kind stores a message in a stream. */
    public boolean stores() {
        return this == PUBLISH || ofBucket() && this != KV_GET;
    }

    /** Returns whether this is an operation on a key of a bucket. */
    public boolean ofBucket() {
        return ordinal() >= KV_PUT.ordinal() && ordinal() <= KV_GET.ordinal();
    }

    /** Returns the word that a report shows. */
    @Override
    public String toString() {
        return word;
    }
}

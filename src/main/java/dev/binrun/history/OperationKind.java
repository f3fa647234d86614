package dev.binrun.history;

/** What a client asked for. */
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
    /** Messages of a stream were removed by request ({@code stream purge}, {@code rmm}, {@code rm}, a rollup), or a consumer. */
    REMOVE("remove"),
    /** A stream was made, or changed. */
    CONFIGURE("configure");

    private final String word;

    OperationKind(String word) {
        this.word = word;
    }

    /** Whether its success leaves a message in a stream. */
    public boolean stores() {
        return this == PUBLISH || ofBucket() && this != KV_GET;
    }

    /** Whether it is an operation on a key. */
    public boolean ofBucket() {
        return ordinal() >= KV_PUT.ordinal() && ordinal() <= KV_GET.ordinal();
    }

    @Override
    public String toString() {
        return word;
    }
}

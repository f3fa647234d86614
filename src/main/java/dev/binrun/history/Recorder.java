package dev.binrun.history;

import java.time.Duration;

/**
 * Records the operations of one client. Each call records an invocation and returns an object that takes its
 * completion.
 */
public final class Recorder {
    /** A recorder that records nothing, for scenarios without checks. */
    public static final Recorder NONE = new Recorder(null, 0);

    private static final long ANY_REVISION = -1;

    private final History history;
    private final int client;
    private final Batches batches = new Batches();

    /** The names of the last delivery, which most deliveries repeat. Several threads may set them without a lock. */
    private NumberedName lastStream = NumberedName.EMPTY;

    private NumberedName lastConsumer = NumberedName.EMPTY;
    private NumberedName lastSubject = NumberedName.EMPTY;

    private record NumberedName(String name, int number) {
        static final NumberedName EMPTY = new NumberedName("", 0);
    }

    Recorder(History history, int client) {
        this.history = history;
        this.client = client;
    }

    /**
     * Records the publish of a message. Its completion adds the stream.
     *
     * @param payload the payload as the stream will store it; null if the server replaces it, as for a counter
     * @param id the message id; empty if there is none
     * @param ttl the time to live; zero if the message sets none, negative if it never expires, even if the stream has
     *     a {@code max_age}
     */
    public PendingOperation publish(String subject, byte[] payload, String id, Duration ttl) {
        int row = claim();
        if (row < 0) {
            return PendingOperation.NONE;
        }
        long fingerprint = id.isEmpty() ? 0 : Fingerprint.of(id);
        return invoke(row, OperationKind.PUBLISH, 0, subject, seconds(ttl), fingerprint, payload);
    }

    /** Returns the client's open atomic batches. */
    public Batches batches() {
        return batches;
    }

    /**
     * Records a new subscription whose deliveries other clients may receive too.
     *
     * @return the value of {@link Delivery#subscription} for its deliveries
     */
    public int subscribed() {
        return history == null ? Delivery.OWN : history.subscribed();
    }

    /** Records that the client received a message from a consumer. */
    public void delivered(Delivery delivery) {
        int row = claim();
        if (row >= 0) {
            NumberedName stream = numbered(delivery.stream(), lastStream);
            NumberedName consumer = numbered(delivery.consumer(), lastConsumer);
            NumberedName subject = numbered(delivery.subject(), lastSubject);
            fill(row, stream.number(), subject.number(), consumer.number(), delivery.consumerSequence());
            lastStream = stream;
            lastConsumer = consumer;
            lastSubject = subject;
            history.set(row, History.INVOKED, history.now());
            history.set(row, History.DELIVERED_ID, delivery.messageId());
            history.set(row, History.SEQUENCE, delivery.sequence());
            history.set(row, History.PAYLOAD, delivery.payload());
            history.writeDelivery(row, (int) delivery.deliveryCount(), delivery.subscription());
        }
    }

    /**
     * Records that the client settles a delivered message.
     *
     * @param kind {@link OperationKind#ACK}, {@link OperationKind#NAK} or {@link OperationKind#TERM}
     */
    public PendingOperation settle(OperationKind kind, String stream, String consumer, long seq) {
        int row = claim();
        if (row < 0) {
            return PendingOperation.NONE;
        }
        history.set(row, History.SEQUENCE, seq);
        return invoke(row, kind, names().number(stream), "", names().number(consumer), 0, null);
    }

    /**
     * Records a request that removes messages: a purge, a rollup, a lowered limit.
     *
     * @param stream empty if it is unknown, as for a rollup without a response
     * @param filter the filter of the subjects; empty for all
     * @param upTo the last sequence to remove; 0 for all messages
     */
    public PendingOperation remove(String stream, String filter, long upTo) {
        return removal(stream, "", filter, upTo, History.RANGE);
    }

    /** Records a request that removes one message. */
    public PendingOperation removeOne(String stream, long seq) {
        return removal(stream, "", "", seq, History.SINGLE);
    }

    /**
     * Records a request that removes all messages but the newest.
     *
     * @param filter the filter of the subjects; empty for all
     * @param keep the number of messages that stay
     */
    public PendingOperation removeAllBut(String stream, String filter, long keep) {
        return removal(stream, "", filter, 0, keep);
    }

    /** Records a request that creates a stream with some limits, or changes its limits. */
    public PendingOperation configure(String stream, StreamLimits limits) {
        int row = claim();
        return row < 0
                ? PendingOperation.NONE
                : invoke(row, OperationKind.CONFIGURE, names().number(stream), "", 0, history.number(limits), null);
    }

    /** Records a request that removes a stream with its messages and consumers. */
    public PendingOperation removeStream(String stream) {
        return removal(stream, "", "", 0, History.WHOLE);
    }

    /** Records a request that removes a consumer. */
    public PendingOperation removeConsumer(String stream, String consumer) {
        return removal(stream, consumer, "", 0, History.RANGE);
    }

    /** Notes that an actor, such as a project's own verb, performs operations as this client that are not recorded. */
    public void unrecordedActor(String actor) {
        if (history != null) {
            history.unrecordedActor(actor);
        }
    }

    /**
     * Records a request that resets a consumer, which may then deliver messages again.
     *
     * @param seq the sequence with which the consumer continues; 0 for the first message that is not acknowledged
     */
    public PendingOperation resetConsumer(String stream, String consumer, long seq) {
        return removal(stream, consumer, "", seq, History.RESET);
    }

    /** Records a write of a key. */
    public PendingOperation kvPut(String bucket, String key, byte[] value, Duration ttl) {
        return onKey(OperationKind.KV_PUT, bucket, key, value, ANY_REVISION, ttl);
    }

    /** Records a write of a key on the condition that the key has no value. */
    public PendingOperation kvCreate(String bucket, String key, byte[] value, Duration ttl) {
        return onKey(OperationKind.KV_CREATE, bucket, key, value, ANY_REVISION, ttl);
    }

    /** Records a write of a key on the condition that it has a revision; 0 if the key must never have been written. */
    public PendingOperation kvUpdate(String bucket, String key, byte[] value, long expected, Duration ttl) {
        return onKey(OperationKind.KV_UPDATE, bucket, key, value, expected, ttl);
    }

    /**
     * Records a deletion of a key on the condition that it has a revision; 0 if it must never have been written, -1 for
     * any.
     */
    public PendingOperation kvDel(String bucket, String key, long expected) {
        return onKey(OperationKind.KV_DEL, bucket, key, null, expected, Duration.ZERO);
    }

    /**
     * Records a deletion of a key and its history on the condition that the key has a revision.
     *
     * @param expected the revision; 0 if the key must never have been written, -1 for any
     * @param ttl the time to live of the delete marker; zero if it sets none
     */
    public PendingOperation kvPurge(String bucket, String key, long expected, Duration ttl) {
        return onKey(OperationKind.KV_PURGE, bucket, key, null, expected, ttl);
    }

    /** Records a read of the latest value of a key. Reads of older revisions must not be recorded. */
    public PendingOperation kvGet(String bucket, String key) {
        return onKey(OperationKind.KV_GET, bucket, key, null, ANY_REVISION, Duration.ZERO);
    }

    private PendingOperation removal(String stream, String consumer, String filter, long upTo, long extra) {
        int row = claim();
        if (row < 0) {
            return PendingOperation.NONE;
        }
        history.set(row, History.SEQUENCE, upTo);
        return invoke(row, OperationKind.REMOVE, names().number(stream), filter, names().number(consumer), extra, null);
    }

    private PendingOperation onKey(
            OperationKind kind, String bucket, String key, byte[] value, long expected, Duration ttl) {
        int row = claim();
        return row < 0
                ? PendingOperation.NONE
                : invoke(
                        row,
                        kind,
                        names().number("KV_" + bucket),
                        "$KV." + bucket + "." + key,
                        seconds(ttl),
                        expected,
                        value);
    }

    private PendingOperation invoke(
            int row, OperationKind kind, int stream, String subject, int scope, long extra, byte[] payload) {
        fill(row, stream, names().number(subject), scope, extra);
        history.set(row, History.PAYLOAD, payload == null ? 0 : Fingerprint.of(payload));
        history.set(row, History.INVOKED, history.now());
        history.write(row, kind, Completion.UNKNOWN, payload == null ? 0 : payload.length);
        return new PendingOperation(history, row);
    }

    private void fill(int row, int stream, int subject, int scope, long extra) {
        history.set(row, History.CLIENT_STREAM, (long) client << 32 | stream);
        history.set(row, History.SUBJECT_SCOPE, (long) subject << 32 | scope & 0xFFFF_FFFFL);
        history.set(row, History.EXTRA, extra);
    }

    /** Returns a time to live in whole seconds, as rows and states contain it; 0 for none, -1 for ever. */
    public static int seconds(Duration ttl) {
        return ttl.isZero() ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.max(-1, ttl.toSeconds()));
    }

    private int claim() {
        return history == null ? -1 : history.claim();
    }

    private NumberedName numbered(String name, NumberedName likely) {
        return likely.name().equals(name) ? likely : new NumberedName(name, names().number(name));
    }

    private NameTable names() {
        return history.names();
    }
}

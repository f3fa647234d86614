package dev.binrun.history;

import java.time.Duration;

/** Records what one client does: each call says that something is asked now, and what it returns takes the answer. */
public final class Recorder {
    /** Where nothing is recorded, because nothing judges it. */
    public static final Recorder NONE = new Recorder(null, 0);

    private static final long ANY_REVISION = -1;

    private final History history;
    private final int client;
    private final Batches batches = new Batches();

    /** Of the last delivery: of names that are mostly the same the number need not be looked up. Any thread may set them. */
    private Numbered lastStream = Numbered.NO_NAME;

    private Numbered lastConsumer = Numbered.NO_NAME;
    private Numbered lastSubject = Numbered.NO_NAME;

    private record Numbered(String name, int number) {
        static final Numbered NO_NAME = new Numbered("", 0);
    }

    Recorder(History history, int client) {
        this.history = history;
        this.client = client;
    }

    /**
     * A message is published; its stream is known with the answer.
     *
     * @param payload as it will be stored; null if the server makes another of it, as of a counter
     * @param id the message's id; empty if it has none
     * @param ttl how long it is kept at most; zero if it does not say, negative if it is to stay though the stream has a {@code max_age}
     */
    public PendingOperation publish(String subject, byte[] payload, String id, Duration ttl) {
        int row = claim();
        if (row < 0) {
            return PendingOperation.NONE;
        }
        long fingerprint = id.isEmpty() ? 0 : Fingerprint.of(id);
        return ask(row, OperationKind.PUBLISH, 0, subject, seconds(ttl), fingerprint, payload);
    }

    /** The client's atomic batches that are under way. */
    public Batches batches() {
        return batches;
    }

    /**
     * Somebody begins to listen where others may hear the same deliveries.
     *
     * @return what {@link Delivery#subscription} is of what he hears
     */
    public int subscribed() {
        return history == null ? Delivery.OWN : history.subscribed();
    }

    /** A message came from a consumer. */
    public void delivered(Delivery came) {
        int row = claim();
        if (row >= 0) {
            Numbered stream = numbered(came.stream(), lastStream);
            Numbered consumer = numbered(came.consumer(), lastConsumer);
            Numbered subject = numbered(came.subject(), lastSubject);
            fill(row, stream.number(), subject.number(), consumer.number(), came.consumerSeq());
            lastStream = stream;
            lastConsumer = consumer;
            lastSubject = subject;
            history.set(row, History.ASKED, history.now());
            history.set(row, History.ID, came.id());
            history.set(row, History.SEQ, came.seq());
            history.set(row, History.PAYLOAD, came.payload());
            history.writeDelivery(row, (int) came.deliveries(), came.subscription());
        }
    }

    /** A delivered message is acknowledged, nacked or terminated; {@code kind} says which. */
    public PendingOperation settle(OperationKind kind, String stream, String consumer, long seq) {
        int row = claim();
        if (row < 0) {
            return PendingOperation.NONE;
        }
        history.set(row, History.SEQ, seq);
        return ask(row, kind, names().number(stream), "", names().number(consumer), 0, null);
    }

    /**
     * Messages of a stream are removed by request: a purge, a rollup, a limit that is lowered.
     *
     * @param stream empty if it is not known, as of a rollup that was not answered
     * @param filter of which subjects; empty for all
     * @param upTo the last sequence that is removed; 0 for all that is there
     */
    public PendingOperation remove(String stream, String filter, long upTo) {
        return removal(stream, "", filter, upTo, History.RANGE);
    }

    /** One message is removed by request. */
    public PendingOperation removeOne(String stream, long seq) {
        return removal(stream, "", "", seq, History.SINGLE);
    }

    /**
     * All messages but the newest are removed by request.
     *
     * @param filter of which subjects; empty for all
     * @param keep how many stay
     */
    public PendingOperation removeAllBut(String stream, String filter, long keep) {
        return removal(stream, "", filter, 0, keep);
    }

    /** A stream is to be made, or changed, so that it has these limits from then on. */
    public PendingOperation configure(String stream, StreamLimits limits) {
        int row = claim();
        return row < 0
                ? PendingOperation.NONE
                : ask(row, OperationKind.CONFIGURE, names().number(stream), "", 0, history.number(limits), null);
    }

    /** A stream is removed, with all that it holds and its consumers. */
    public PendingOperation removeStream(String stream) {
        return removal(stream, "", "", 0, History.WHOLE);
    }

    /** A consumer is removed; one of that name after it is another one. */
    public PendingOperation removeConsumer(String stream, String consumer) {
        return removal(stream, consumer, "", 0, History.RANGE);
    }

    /** Somebody acts as this client whose doings are not recorded. */
    public void others(String who) {
        if (history != null) {
            history.others(who);
        }
    }

    /**
     * A consumer is set back or forth, and what it got may come again.
     *
     * @param seq where it goes on; 0 with the first message that is not acknowledged
     */
    public PendingOperation resetConsumer(String stream, String consumer, long seq) {
        return removal(stream, consumer, "", seq, History.RESET);
    }

    /** A key is set. */
    public PendingOperation kvPut(String bucket, String key, byte[] value, Duration ttl) {
        return onKey(OperationKind.KV_PUT, bucket, key, value, ANY_REVISION, ttl);
    }

    /** A key is set if it is not there. */
    public PendingOperation kvCreate(String bucket, String key, byte[] value, Duration ttl) {
        return onKey(OperationKind.KV_CREATE, bucket, key, value, ANY_REVISION, ttl);
    }

    /** A key is set if it has a revision; 0 if nothing may ever have been written there. */
    public PendingOperation kvUpdate(String bucket, String key, byte[] value, long expected, Duration ttl) {
        return onKey(OperationKind.KV_UPDATE, bucket, key, value, expected, ttl);
    }

    /** A key is deleted if it has a revision; 0 if nothing may ever have been written there, -1 for any. */
    public PendingOperation kvDel(String bucket, String key, long expected) {
        return onKey(OperationKind.KV_DEL, bucket, key, null, expected, Duration.ZERO);
    }

    /**
     * A key is deleted, and its history with it, if it has a revision.
     *
     * @param expected 0 if nothing may ever have been written there, -1 for any
     * @param ttl how long the marker stays that says so
     */
    public PendingOperation kvPurge(String bucket, String key, long expected, Duration ttl) {
        return onKey(OperationKind.KV_PURGE, bucket, key, null, expected, ttl);
    }

    /** A key's latest value is read; reads of an older revision are not recorded. */
    public PendingOperation kvGet(String bucket, String key) {
        return onKey(OperationKind.KV_GET, bucket, key, null, ANY_REVISION, Duration.ZERO);
    }

    private PendingOperation removal(String stream, String consumer, String filter, long upTo, long extra) {
        int row = claim();
        if (row < 0) {
            return PendingOperation.NONE;
        }
        history.set(row, History.SEQ, upTo);
        return ask(row, OperationKind.REMOVE, names().number(stream), filter, names().number(consumer), extra, null);
    }

    private PendingOperation onKey(
            OperationKind kind, String bucket, String key, byte[] value, long expected, Duration ttl) {
        int row = claim();
        return row < 0
                ? PendingOperation.NONE
                : ask(
                        row,
                        kind,
                        names().number("KV_" + bucket),
                        "$KV." + bucket + "." + key,
                        seconds(ttl),
                        expected,
                        value);
    }

    private PendingOperation ask(
            int row, OperationKind kind, int stream, String subject, int scope, long extra, byte[] payload) {
        fill(row, stream, names().number(subject), scope, extra);
        history.set(row, History.PAYLOAD, payload == null ? 0 : Fingerprint.of(payload));
        history.set(row, History.ASKED, history.now());
        history.write(row, kind, Completion.UNKNOWN, payload == null ? 0 : payload.length);
        return new PendingOperation(history, row);
    }

    private void fill(int row, int stream, int subject, int scope, long extra) {
        history.set(row, History.CLIENT_STREAM, (long) client << 32 | stream);
        history.set(row, History.SUBJECT_SCOPE, (long) subject << 32 | scope & 0xFFFF_FFFFL);
        history.set(row, History.EXTRA, extra);
    }

    /** A time to live in whole seconds, as rows and states have it; 0 for none, -1 for ever. */
    public static int seconds(Duration ttl) {
        return ttl.isZero() ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.max(-1, ttl.toSeconds()));
    }

    /** A new row; -1 if there is no place for it, or nothing is recorded. */
    private int claim() {
        return history == null ? -1 : history.claim();
    }

    private Numbered numbered(String name, Numbered likely) {
        return likely.name().equals(name) ? likely : new Numbered(name, names().number(name));
    }

    private NameTable names() {
        return history.names();
    }
}

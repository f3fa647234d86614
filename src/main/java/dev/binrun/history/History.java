package dev.binrun.history;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What clients did, operation by operation, in the order in which it was asked: who, what, on what, when asked, when and how answered.
 * It only grows. Recording takes no lock; an operation is a row of 64 bytes, and rows beyond a million go to a file.
 */
public final class History implements AutoCloseable {
    private static final int IN_MEMORY = 1 << 20;

    static final int HEAD = 0;
    static final int CLIENT_STREAM = 1;
    static final int SUBJECT_SCOPE = 2;
    static final int ASKED = 3;
    static final int ANSWERED = 4;
    static final int SEQ = 5;
    static final int EXTRA = 6;
    static final int PAYLOAD = 7;

    /** The id of a delivery, which is its own answer. */
    static final int ID = ANSWERED;

    private static final int MOST_SUBSCRIPTIONS = 0xFFFF;

    /** What a removal takes, in {@link #EXTRA}: if not these, all but so many. */
    static final long RANGE = 0;

    static final long SINGLE = -1;

    /** The stream itself is removed, and its consumers with it. */
    static final long WHOLE = -2;

    /** Nothing is removed, but a consumer is set back or forth. */
    static final long RESET = -3;

    private static final OperationKind[] KINDS = OperationKind.values();
    private static final Completion[] ANSWERS = Completion.values();

    private final NameTable names = new NameTable();
    private final Rows rows;
    private final Map<StreamLimits, Integer> limitNumbers = new HashMap<>();
    private final List<StreamLimits> limits = new ArrayList<>();
    private final LongSupplier clock;
    private final long start;
    private final boolean replicated;
    private final List<Long> subscriptions = new ArrayList<>();
    private volatile String incomplete;
    private volatile String others;

    /** A history of what one server was asked, that may use a folder for what is too much for memory. */
    public History(Path folder) {
        this(folder, false);
    }

    /** @param replicated whether there are several servers, so that what one of them refuses another may have done */
    public History(Path folder, boolean replicated) {
        this(folder, IN_MEMORY, System::nanoTime, replicated);
    }

    /** A history with a clock of its own, in nanoseconds. */
    public History(Path folder, int inMemory, LongSupplier clock) {
        this(folder, inMemory, clock, false);
    }

    private History(Path folder, int inMemory, LongSupplier clock, boolean replicated) {
        this.replicated = replicated;
        this.rows = new Rows(folder.resolve("history"), inMemory);
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** Records what a client does; one for each connection, for order is judged by connection. */
    public Recorder recorder(String client) {
        return new Recorder(this, names.number(client));
    }

    boolean replicated() {
        return replicated;
    }

    /** All names in it. */
    public NameTable names() {
        return names;
    }

    /** How many rows there are; those asked while this is read may be missing. */
    public int size() {
        return rows.size();
    }

    /** What was lost of it, and why; checks cannot judge then. */
    public Optional<String> incomplete() {
        return Optional.ofNullable(incomplete);
    }

    /** Who else acted, none of which is recorded; the first that did. */
    public Optional<String> others() {
        return Optional.ofNullable(others);
    }

    /** Somebody acts whose doings are not recorded, as a verb of a project's own. */
    public void others(String who) {
        others = others == null ? who : others;
    }

    /** The time since the start, in nanoseconds, as in the rows. */
    public long now() {
        return clock.getAsLong() - start;
    }

    /** What was asked; null for a row that is only being written. */
    public OperationKind kind(int row) {
        int kind = (int) rows.head(row) & 0xFF;
        return kind == 0 ? null : KINDS[kind - 1];
    }

    /** How it was answered. */
    public Completion answer(int row) {
        return ANSWERS[(int) (rows.head(row) >>> 8) & 0xFF];
    }

    /** Who asked. */
    public int client(int row) {
        return (int) (rows.get(row, CLIENT_STREAM) >>> 32);
    }

    /** The stream; 0 where it is not known, as of a publish that was not answered. */
    public int stream(int row) {
        return (int) rows.get(row, CLIENT_STREAM);
    }

    /** The subject. */
    public int subject(int row) {
        return (int) (rows.get(row, SUBJECT_SCOPE) >>> 32);
    }

    /** The consumer, of a delivery and what settles it, or that is removed. */
    public int consumer(int row) {
        return (int) rows.get(row, SUBJECT_SCOPE);
    }

    /** How long the message is kept at most, in seconds; 0 if it does not say, -1 if it is to stay. */
    public int ttlSeconds(int row) {
        return (int) rows.get(row, SUBJECT_SCOPE);
    }

    /** When it was asked, in nanoseconds since the start; of a delivery when it came. */
    public long asked(int row) {
        return rows.get(row, ASKED);
    }

    /** When it was answered, in nanoseconds since the start; {@link Long#MAX_VALUE} if it was not. */
    public long answered(int row) {
        if (kind(row) == OperationKind.DELIVER) {
            return asked(row);
        }
        return answer(row).outcome() == OperationOutcome.UNKNOWN ? Long.MAX_VALUE : rows.get(row, ANSWERED);
    }

    /** The message's sequence in its stream, or the key's revision; of a removal the last sequence removed. */
    public long seq(int row) {
        return rows.get(row, SEQ);
    }

    /** The fingerprint of the message's id; 0 if it has none. */
    public long id(int row) {
        OperationKind kind = kind(row);
        return kind == OperationKind.PUBLISH
                ? rows.get(row, EXTRA)
                : kind == OperationKind.DELIVER ? rows.get(row, ID) : 0;
    }

    /** The revision that a write expects; -1 if any will do. */
    public long expected(int row) {
        return rows.get(row, EXTRA);
    }

    /** Whether a removal takes only the message at its sequence. */
    public boolean single(int row) {
        return kind(row) == OperationKind.REMOVE && rows.get(row, EXTRA) == SINGLE;
    }

    /** Whether a removal is that of the stream itself, and its consumers with it. */
    public boolean whole(int row) {
        return kind(row) == OperationKind.REMOVE && rows.get(row, EXTRA) == WHOLE;
    }

    /** Whether a consumer was set back or forth, to the row's sequence if that is not 0. */
    public boolean reset(int row) {
        return kind(row) == OperationKind.REMOVE && rows.get(row, EXTRA) == RESET;
    }

    /** How many of the newest messages a removal leaves. */
    public long kept(int row) {
        return kind(row) == OperationKind.REMOVE ? Math.max(0, rows.get(row, EXTRA)) : 0;
    }

    /** What a stream was asked to be, of {@link OperationKind#CONFIGURE}. */
    public StreamLimits limits(int row) {
        synchronized (limits) {
            return limits.get((int) rows.get(row, EXTRA));
        }
    }

    /** The delivery's number among those of its consumer; 0 if not known. */
    public long consumerSeq(int row) {
        return rows.get(row, EXTRA);
    }

    /** How often the server says that it has delivered the message. */
    public int deliveries(int row) {
        return (int) (rows.head(row) >>> 32);
    }

    /** What a delivery came through; {@link Delivery#OWN} if nobody else can have heard it. */
    public int subscription(int row) {
        return (int) (rows.head(row) >>> 16) & MOST_SUBSCRIPTIONS;
    }

    /** When a subscription began, at the earliest. */
    public long since(int subscription) {
        synchronized (subscriptions) {
            return subscription == Delivery.OWN ? 0 : subscriptions.get(subscription - 1);
        }
    }

    /** The size of the payload in bytes. */
    public int payloadSize(int row) {
        return (int) (rows.head(row) >>> 32);
    }

    /** The payload's fingerprint; 0 if not known. */
    public long payload(int row) {
        return rows.get(row, PAYLOAD);
    }

    /** Removes the file, if one was needed; nothing may be read or recorded after. */
    @Override
    public void close() {
        rows.close();
    }

    /** A new row; -1 if there is no place for it. */
    int claim() {
        if (incomplete != null) {
            return -1;
        }
        try {
            return rows.claim();
        } catch (UncheckedIOException e) {
            incomplete = "the history could not be written: " + e.getCause().getMessage();
            return -1;
        }
    }

    /** The number of limits, given now if they have none. */
    int number(StreamLimits wanted) {
        synchronized (limits) {
            return limitNumbers.computeIfAbsent(wanted, some -> {
                limits.add(some);
                return limits.size() - 1;
            });
        }
    }

    void write(int row, OperationKind kind, Completion answer, int number) {
        rows.head(row, (long) number << 32 | answer.ordinal() << 8 | kind.ordinal() + 1);
    }

    void writeDelivery(int row, int deliveries, int subscription) {
        long head = Completion.OK.ordinal() << 8 | OperationKind.DELIVER.ordinal() + 1;
        rows.head(row, (long) deliveries << 32 | (long) subscription << 16 | head);
    }

    /** A number for a subscription that begins now; all beyond those that a row can tell apart are one. */
    int subscribed() {
        synchronized (subscriptions) {
            if (subscriptions.size() < MOST_SUBSCRIPTIONS) {
                subscriptions.add(now());
            }
            return subscriptions.size();
        }
    }

    void set(int row, int field, long value) {
        rows.set(row, field, value);
    }
}

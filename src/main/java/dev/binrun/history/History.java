package dev.binrun.history;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The operations that the clients of a run performed, in the order of their invocations. A history only grows.
 * Recording takes no lock. An operation is a row of 64 bytes; the rows after the first million are stored in a file.
 */
public final class History implements AutoCloseable {
    static final int CLIENT_STREAM = 1;
    static final int SUBJECT_SCOPE = 2;
    static final int INVOKED = 3;
    static final int COMPLETED = 4;
    static final int SEQUENCE = 5;
    static final int EXTRA = 6;
    static final int PAYLOAD = 7;

    /** The message id of a delivery, which has no completion time of its own. */
    static final int DELIVERED_ID = COMPLETED;

    /**
     * The extent of a removal, in {@link #EXTRA}. A positive number is the number of messages that the removal leaves.
     */
    static final long RANGE = 0;

    static final long SINGLE = -1;
    static final long WHOLE = -2;
    static final long RESET = -3;

    static final int MOST_SUBSCRIPTIONS = 0xFFFF;
    private static final int IN_MEMORY = 1 << 20;

    private final NameTable names = new NameTable();
    private final Rows rows;
    private final Map<StreamLimits, Integer> limitNumbers = new HashMap<>();
    private final List<StreamLimits> limits = new ArrayList<>();
    private final LongSupplier clock;
    private final long start;
    private final boolean replicated;
    private final List<Long> subscriptions = new ArrayList<>();
    private volatile String incomplete;
    private volatile String unrecordedActor;

    /** Creates a history for one server. Rows that do not fit into memory are stored in the folder. */
    public History(Path folder) {
        this(folder, false);
    }

    /** @param replicated whether there are several servers, so that one may perform what another one rejects */
    public History(Path folder, boolean replicated) {
        this(folder, IN_MEMORY, System::nanoTime, replicated);
    }

    /**
     * Creates a history for one server.
     *
     * @param inMemory about how many rows memory may hold
     * @param clock the time in nanoseconds
     */
    public History(Path folder, int inMemory, LongSupplier clock) {
        this(folder, inMemory, clock, false);
    }

    private History(Path folder, int inMemory, LongSupplier clock, boolean replicated) {
        this.replicated = replicated;
        this.rows = new Rows(folder.resolve("history"), inMemory);
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** Returns a new recorder for one connection of a client. Checks judge the order of deliveries by client. */
    public Recorder recorder(String client) {
        return new Recorder(this, names.number(client));
    }

    boolean isReplicated() {
        return replicated;
    }

    /** Returns the numbers of all names in this history. */
    public NameTable names() {
        return names;
    }

    /** Returns the number of rows. Operations that are recorded at the same time may be missing. */
    public int size() {
        return rows.size();
    }

    /** Returns the operations recorded so far, in the order of their invocations. */
    public Stream<Operation> operations() {
        return operations(operation -> true);
    }

    /**
     * Returns the operations that match, in the order of their invocations.
     *
     * @param condition gets the same object for each operation, so it must not keep it
     */
    public Stream<Operation> operations(Predicate<Operation> condition) {
        return matching(IntStream.range(0, size()), condition);
    }

    /** Returns the operations before another one that match, the latest first. */
    public Stream<Operation> operationsBefore(Operation end, Predicate<Operation> condition) {
        return matching(IntStream.rangeClosed(1, end.row()).map(distance -> end.row() - distance), condition);
    }

    /** Returns the operations on a stream. A publish whose stream is unknown is not among them. */
    public Stream<Operation> operations(String stream) {
        return operations(stream, operation -> true);
    }

    /** Returns the operations on a stream that match. A publish whose stream is unknown is not among them. */
    public Stream<Operation> operations(String stream, Predicate<Operation> condition) {
        int number = names.find(stream);
        return operations(operation -> operation.stream() == number && condition.test(operation));
    }

    private Stream<Operation> matching(IntStream numbers, Predicate<Operation> condition) {
        Operation cursor = operation(0);
        return numbers.filter(row -> cursor.at(row).isWritten() && condition.test(cursor))
                .mapToObj(this::operation);
    }

    /** Returns the operation in a row. */
    public Operation operation(int row) {
        return new Operation(this, row);
    }

    /** Returns why a part of this history is missing, so that no check can judge it; empty if it is complete. */
    public Optional<String> incomplete() {
        return Optional.ofNullable(incomplete);
    }

    /** Returns the first actor whose operations were not recorded; empty if there was none. */
    public Optional<String> unrecordedActor() {
        return Optional.ofNullable(unrecordedActor);
    }

    /** Notes that an actor, such as a project's own verb, performs operations that are not recorded. */
    public void unrecordedActor(String actor) {
        unrecordedActor = unrecordedActor == null ? actor : unrecordedActor;
    }

    /** Returns the time since the start of this history in nanoseconds. */
    public long now() {
        return clock.getAsLong() - start;
    }

    /** Returns the earliest time at which a subscription can have begun. */
    public long subscribedAt(int subscription) {
        synchronized (subscriptions) {
            return subscription == Delivery.OWN ? 0 : subscriptions.get(subscription - 1);
        }
    }

    /** Removes the file of this history, if one was needed. Nothing may be read or recorded afterwards. */
    @Override
    public void close() {
        rows.close();
    }

    /** Returns a new row; -1 if there is no space for one. */
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

    long get(int row, int field) {
        return rows.get(row, field);
    }

    long head(int row) {
        return rows.head(row);
    }

    StreamLimits limits(int number) {
        synchronized (limits) {
            return limits.get(number);
        }
    }

    /** Returns the number of some limits, which can be read with {@link #limits(int)}. */
    int number(StreamLimits wanted) {
        synchronized (limits) {
            return limitNumbers.computeIfAbsent(wanted, added -> {
                limits.add(added);
                return limits.size() - 1;
            });
        }
    }

    void set(int row, int field, long value) {
        rows.set(row, field, value);
    }

    /** Writes the head of a row, which must be written last. */
    void write(int row, OperationKind kind, Completion completion, int payloadSize) {
        rows.head(row, (long) payloadSize << 32 | completion.ordinal() << 8 | kind.ordinal() + 1);
    }

    /** Writes the head of a delivery, which must be written last. */
    void writeDelivery(int row, int deliveryCount, int subscription) {
        long head = Completion.OK.ordinal() << 8 | OperationKind.DELIVER.ordinal() + 1;
        rows.head(row, (long) deliveryCount << 32 | (long) subscription << 16 | head);
    }

    /**
     * Returns the number of a subscription that begins now. All subscriptions that do not fit into a row share the last
     * number.
     */
    int subscribed() {
        synchronized (subscriptions) {
            if (subscriptions.size() < MOST_SUBSCRIPTIONS) {
                subscriptions.add(now());
            }
            return subscriptions.size();
        }
    }
}

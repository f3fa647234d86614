package dev.binrun.verb.consumer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads from a consumer in the background. One thread receives messages and settles them; a second waits for the
 * confirmations and gathers the messages, so every gathered message is settled. A bounded queue connects them.
 */
final class BackgroundReading implements Background {
    private static final int IN_FLIGHT = 1_000;
    private static final int SHOWN = 10;

    /** The longest wait for a confirmation. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** The longest wait for all confirmations when the reading is closed. */
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

    /** The longest wait for the number of pending messages; if no server replies in this time, it counts as 0. */
    private static final Duration PENDING_PATIENCE = Duration.ofSeconds(1);

    /** A question to the server whether the reading has ended. */
    interface End {
        /** Returns why no more messages arrive; empty if they may, or no server replies. */
        Optional<String> why();
    }

    /** A message that arrived; without one, the end of the reading. */
    private record ArrivedMessage(Optional<Message> message, Settlement settlement) {
        static final ArrivedMessage NO_MORE = new ArrivedMessage(Optional.empty(), null);
    }

    private final Connection connection;
    private final String consumer;
    private final DeliveryRecorder deliveries;
    private final SettlePlan settling;
    private final GatheredMessages gathered;
    private final MessageFeed feed;
    private final End end;
    private final BlockingQueue<ArrivedMessage> settled = new ArrayBlockingQueue<>(IN_FLIGHT);
    private final Thread reader;
    private final Thread gatherer;
    private final JsonArray unsettled = new JsonArray();
    private long unsettledCount;
    private volatile long mustEnd;

    /** The number of received messages; only the reader writes it. */
    private volatile long received;

    private volatile boolean closed;

    private BackgroundReading(
            Connection connection,
            DeliveryRecorder deliveries,
            String name,
            SettlePlan settling,
            GatheredMessages gathered,
            MessageFeed feed,
            End end) {
        this.connection = connection;
        this.consumer = name;
        this.deliveries = deliveries;
        this.settling = settling;
        this.gathered = gathered;
        this.feed = feed;
        this.end = end;
        this.reader = new Thread(this::read, "consumer sub " + name);
        this.gatherer = new Thread(this::gather, "consumer sub " + name + ", settled");
    }

    /**
     * Starts to read from a feed that is active already.
     *
     * @param name {@code STREAM.CONSUMER}
     * @param end the question to ask while the feed itself has not ended
     */
    static BackgroundReading start(
            Connection connection,
            DeliveryRecorder deliveries,
            String name,
            SettlePlan settling,
            GatheredMessages gathered,
            MessageFeed feed,
            End end) {
        BackgroundReading reading = new BackgroundReading(connection, deliveries, name, settling, gathered, feed, end);
        for (Thread thread : new Thread[] {reading.reader, reading.gatherer}) {
            thread.setDaemon(true);
            thread.start();
        }
        return reading;
    }

    @Override
    public GatheredMessages gathered() {
        long dropped = feed.dropped();
        if (dropped > 0) {
            gathered.put("dropped", new JsonPrimitive(dropped));
        }
        return gathered;
    }

    @Override
    public long pending() {
        if (!reader.isAlive()) {
            return 0;
        }
        try {
            JsonObject info = Api.ask(connection, "CONSUMER.INFO." + consumer, null, PENDING_PATIENCE);
            return info.get("num_pending").getAsLong();
        } catch (VerbFailedException | InterruptedException e) { // it no longer exists, or this client may not ask
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return 0;
        }
    }

    @Override
    public Optional<String> ended() {
        if (!closed && gathered.end().isEmpty()) {
            end.why().ifPresent(gathered::end);
        }
        return gathered.end();
    }

    @Override
    public boolean busy() {
        return gatherer.isAlive() && received > gathered.received();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        mustEnd = System.nanoTime() + PATIENCE_AT_THE_END.toNanos();
        boolean interrupted = Thread.interrupted();
        feed.end();
        interrupted |= join(reader);
        interrupted |= join(gatherer);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            takeAll();
            settled.put(ArrivedMessage.NO_MORE);
        } catch (InterruptedException closing) {
            gatherer.interrupt();
        } catch (RuntimeException | Error e) {
            gatherer.interrupt();
            gathered.fail(VerbFailedException.of(e.toString()).error());
            throw e; // the scenario is BROKEN
        } finally {
            feed.close();
        }
    }

    /** Receives messages until the feed ends; an end by anything but a close is noted. */
    private void takeAll() throws InterruptedException {
        try {
            for (Optional<Message> next = feed.next(); next.isPresent(); next = feed.next()) {
                received++;
                settled.put(new ArrivedMessage(next, settle(next.get())));
            }
            if (!closed) {
                gathered.end(gathered.status().orElse("its connection is closed"));
            }
        } catch (VerbFailedException e) {
            gathered.fail(e.shown());
        }
    }

    /** Messages that clients publish to the subject of a push consumer arrive too; they cannot be settled. */
    private Settlement settle(Message message) {
        if (!message.isJetStream()) {
            return Settlement.NONE;
        }
        deliveries.received(message);
        return Settlement.send(connection, deliveries, settling, message.getReplyTo(), PATIENCE);
    }

    private void gather() {
        try {
            for (ArrivedMessage next = settled.take(); next.message().isPresent(); next = settled.take()) {
                gather(next.message().get(), next.settlement());
            }
        } catch (InterruptedException closing) {
            if (!settled.isEmpty()) {
                gathered.put("not_waited_for", new JsonPrimitive(settled.size()));
            }
        } catch (RuntimeException | Error e) {
            gathered.fail(VerbFailedException.of(e.toString()).error());
            throw e; // the scenario is BROKEN
        }
    }

    private void gather(Message message, Settlement settlement) throws InterruptedException {
        try {
            settlement.await(connection, patience());
        } catch (VerbFailedException e) {
            unsettled(settlement, e);
        }
        gathered.add(() -> Messages.delivered(message));
    }

    private Duration patience() {
        long end = mustEnd;
        return end == 0 ? PATIENCE : Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** Notes the messages that were not settled: their number, and the first of them with their errors. */
    private void unsettled(Settlement settlement, VerbFailedException why) {
        unsettledCount++;
        if (unsettled.size() < SHOWN) {
            JsonObject error = why.shown();
            error.addProperty("seq", settlement.seq());
            unsettled.add(error);
        }
        JsonObject summary = new JsonObject();
        summary.addProperty("count", unsettledCount);
        summary.add("first", unsettled.deepCopy());
        gathered.put("unsettled", summary);
    }

    /**
     * Waits for a thread, interrupts it when the time is up, and returns whether this thread was interrupted meanwhile.
     */
    private boolean join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                long left = mustEnd - System.nanoTime();
                if (left <= 0) {
                    thread.interrupt();
                }
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(left, 100_000_000));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}

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
 * Reads on in the background: one thread takes messages and sends what settles them, a second waits for the confirmations and
 * gathers, so that what is gathered is settled. Between them is a bounded queue.
 */
final class BackgroundReading implements Background {
    private static final int IN_FLIGHT = 1_000;
    private static final int SHOWN = 10;

    /** How long a confirmation may take, and how long the end may. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(2);

    /** How long the server may take to say what is there; who does not answer has nothing to give. */
    private static final Duration PENDING_PATIENCE = Duration.ofSeconds(1);

    /** Tells why nothing more comes, as far as the server can be asked. */
    interface End {
        /** The reason; empty if it may go on. */
        Optional<String> why();
    }

    /** A message that came, or the end if there is none. */
    private record Arrived(Optional<Message> message, Settlement settlement) {
        static final Arrived NO_MORE = new Arrived(Optional.empty(), null);
    }

    private final Connection connection;
    private final String consumer;
    private final DeliveryRecorder deliveries;
    private final SettlePlan settling;
    private final GatheredMessages gathered;
    private final MessageFeed feed;
    private final End end;
    private final BlockingQueue<Arrived> settled = new ArrayBlockingQueue<>(IN_FLIGHT);
    private final Thread reader;
    private final Thread gatherer;
    private final JsonArray unsettled = new JsonArray();
    private long unsettledCount;
    private volatile long mustEnd;

    /** How many messages were taken; of the reader alone. */
    private volatile long taken;

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
     * Starts to read what a feed, which is active already, hands out.
     *
     * @param name the consumer's, as {@code STREAM.CONSUMER}
     * @param end asked if the feed itself has not ended
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
        } catch (VerbFailedException | InterruptedException e) { // it is gone, or not ours to ask
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
        return gatherer.isAlive() && taken > gathered.received();
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
        interrupted |= ended(reader);
        interrupted |= ended(gatherer);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            takeAll();
            settled.put(Arrived.NO_MORE);
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

    /** Takes until there is no more; what else ends it is said. */
    private void takeAll() throws InterruptedException {
        try {
            for (Optional<Message> next = feed.next(); next.isPresent(); next = feed.next()) {
                taken++;
                settled.put(new Arrived(next, settle(next.get())));
            }
            if (!closed) {
                gathered.end(gathered.status().orElse("its connection is closed"));
            }
        } catch (VerbFailedException e) {
            gathered.fail(e.shown());
        }
    }

    /** What others publish to a push consumer's subject comes too, and there is nothing to settle. */
    private Settlement settle(Message message) {
        if (!message.isJetStream()) {
            return Settlement.NONE;
        }
        deliveries.received(message);
        return Settlement.send(connection, deliveries, settling, message.getReplyTo(), PATIENCE);
    }

    private void gather() {
        try {
            for (Arrived next = settled.take(); next.message().isPresent(); next = settled.take()) {
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

    /** Says what was not settled: how many, the first of them, and why. */
    private void unsettled(Settlement settlement, VerbFailedException why) {
        unsettledCount++;
        if (unsettled.size() < SHOWN) {
            JsonObject one = why.shown();
            one.addProperty("seq", settlement.seq());
            unsettled.add(one);
        }
        JsonObject said = new JsonObject();
        said.addProperty("count", unsettledCount);
        said.add("first", unsettled.deepCopy());
        gathered.put("unsettled", said);
    }

    /** Waits for a thread's end, at last without patience; whether this was interrupted meanwhile. */
    private boolean ended(Thread thread) {
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

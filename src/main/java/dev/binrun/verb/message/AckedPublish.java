package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import dev.binrun.form.IndexRange;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One {@code pub} with acknowledgements: sends its messages and waits for the replies of the stream. */
final class AckedPublish {
    private static final int IN_FLIGHT = 4_000;
    private static final String BATCH = "Nats-Batch-Id";
    private static final String NUMBER = "Nats-Batch-Sequence";

    private final Pub pub;
    private final VerbWorld world;
    private final Connection connection;
    private final Recorder recorder;
    private boolean streamReplied;
    private String lastError = "";

    AckedPublish(Pub pub, VerbWorld world) {
        this.pub = pub;
        this.world = world;
        this.connection = world.connection();
        this.recorder = world.recorder();
    }

    /**
     * Publishes one message, and returns the acknowledgement.
     *
     * @throws VerbFailedException if the stream does not acknowledge it
     */
    JsonObject one() throws InterruptedException {
        return ack(send(0)).tree();
    }

    /**
     * Publishes a message for each index, and returns the counts.
     *
     * @throws VerbFailedException if a message is not acknowledged, and that is not allowed
     */
    JsonObject all(IndexRange range) throws InterruptedException {
        PubTally tally = new PubTally();
        ArrayDeque<SentMessage> inFlight = new ArrayDeque<>();
        long next = range.first();
        long last = range.last();
        for (long i = range.first(); i <= last; i++) {
            while (next <= last && inFlight.size() < (ahead() ? IN_FLIGHT : 1)) {
                inFlight.add(send(next++));
            }
            SentMessage sent = inFlight.remove();
            try {
                tally.acked(ack(sent));
            } catch (VerbFailedException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException(e.getMessage()); // else each remaining message would be tried
                }
                tally.failed(e, pub.retry().isEmpty());
                last = triedLongEnough(sent, e) ? next - 1 : last;
            }
        }
        return tally.answer(range.size(), pub.partial());
    }

    /** After the retries of one message, the step has failed; it would retry as long for each remaining message. */
    private boolean triedLongEnough(SentMessage sent, VerbFailedException e) {
        return pub.retry().isPresent() && !pub.partial() && e.isTransient() && System.nanoTime() >= sent.giveUp();
    }

    /**
     * Returns whether to publish without a wait: in a cluster only after the first reply, because retries would change
     * the order.
     */
    private boolean ahead() {
        return pub.async() && (streamReplied || !Api.clustered(connection));
    }

    /**
     * A message in flight.
     *
     * @param headers its headers, with the same id in every try
     * @param at when it was first sent
     * @param giveUp when the retries end
     * @param recorded its operation in the history
     * @param rollup the operation of the removals that it causes
     */
    private record SentMessage(
            long i,
            String subject,
            Headers headers,
            long at,
            long giveUp,
            PendingOperation recorded,
            PendingOperation rollup,
            CompletableFuture<Message> reply) {
        /**
         * Records that the message was not stored.
         *
         * @param refused whether a server rejected it; else no server received it
         */
        void notStored(boolean refused) {
            for (PendingOperation operation : List.of(recorded, rollup)) {
                if (refused) {
                    operation.refused();
                } else {
                    operation.failed();
                }
            }
        }

        boolean isOfBatch() {
            return headers != null && headers.containsKeyIgnoreCase(BATCH);
        }
    }

    private SentMessage send(long i) {
        long at = System.nanoTime();
        long giveUp = at + pub.retry().orElse(Duration.ZERO).toNanos();
        String to = pub.subject().at(i);
        Headers all;
        try {
            all = pub.headers(i);
        } catch (VerbFailedException e) {
            return new SentMessage(
                    i,
                    to,
                    null,
                    at,
                    giveUp,
                    PendingOperation.NONE,
                    PendingOperation.NONE,
                    CompletableFuture.failedFuture(e));
        }
        byte[] body = pub.payload().bytes(world, i);
        boolean stored = !PublishRecorder.isServers(to);
        PendingOperation recorded = stored
                ? PublishRecorder.message(recorder, to, all, body)
                : PublishRecorder.toServer(recorder, to, body);
        PendingOperation rollup = stored ? PublishRecorder.rollup(recorder, to, all) : PendingOperation.NONE;
        return new SentMessage(i, to, all, at, giveUp, recorded, rollup, publish(to, all, body, giveUp));
    }

    private CompletableFuture<Message> publish(String to, Headers all, byte[] body, long giveUp) {
        try {
            return Api.send(connection, to, all, body, tryTime(giveUp));
        } catch (VerbFailedException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Waits for the acknowledgement of a message, and sends the message again if retries are allowed.
     *
     * @throws VerbFailedException if it is not acknowledged
     * @throws InterruptedException with the error of the last try, if there was one
     */
    private PubAck ack(SentMessage sent) throws InterruptedException {
        lastError = "";
        try {
            return acknowledged(sent);
        } catch (InterruptedException e) {
            throw lastError.isEmpty() ? e : new InterruptedException(lastError);
        }
    }

    private PubAck acknowledged(SentMessage sent) throws InterruptedException {
        CompletableFuture<Message> reply = sent.reply();
        String to = sent.subject();
        boolean mayBeStored = false;
        boolean refused = false;
        int repeats = pub.async() && streamReplied ? 0 : Retry.repeats(connection);
        long tried = sent.at();
        while (true) {
            try {
                Message message = Api.await(connection, reply, to, tryTime(sent.giveUp()));
                PubAck ack = PubAck.by(to, message, sent.isOfBatch());
                streamReplied = true;
                record(sent, ack);
                return ack;
            } catch (VerbFailedException e) {
                refused |= e.refused();
                mayBeStored |= !e.refused() && !e.reachedNoServer();
                boolean again = e.noResponders() && repeats-- > 0 || System.nanoTime() < sent.giveUp();
                if (!e.isTransient() || !again || world.timeLeft().isZero()) {
                    if (!mayBeStored) {
                        sent.notStored(refused);
                    }
                    throw e.noResponders() ? noStream(to) : e;
                }
                lastError = e.getMessage();
                Retry.pauseSince(world, tried);
                tried = System.nanoTime();
                byte[] body = pub.payload().bytes(world, sent.i());
                reply = publish(to, sent.headers(), body, sent.giveUp());
            }
        }
    }

    private void record(SentMessage sent, PubAck ack) {
        if (sent.isOfBatch() && recorder != Recorder.NONE && recordOfBatch(sent, ack)) {
            return;
        }
        ack.record(sent.recorded(), sent.rollup());
    }

    /** The commit acknowledges the whole batch. Returns false if the server, before 2.12, does not know batches. */
    private boolean recordOfBatch(SentMessage sent, PubAck ack) {
        String batch = sent.headers().getFirst(BATCH);
        String number = sent.headers().getFirst(NUMBER);
        boolean committed = ack.seq() > 0;
        if (batch == null
                || number == null
                || !number.matches("[0-9]{1,9}")
                || committed && !ack.tree().has("count")) {
            return false;
        }
        recorder.batches().add(batch, Long.parseLong(number), sent.recorded());
        if (committed) {
            long count = ack.tree().get("count").getAsLong();
            recorder.batches().committed(batch, ack.stream(), ack.seq(), count);
        }
        return true;
    }

    private VerbFailedException noStream(String subject) {
        boolean clustered = Api.clustered(connection);
        String leaderless = clustered ? ", or the stream has no leader" : "";
        String likely = "is the subject right? core: true publishes without a stream";
        String why = clustered ? world.target().unavailableNodes().orElse(likely) : likely;
        return VerbFailedException.of(
                503,
                "no responders on " + subject + ": no stream has this subject" + leaderless + " (" + why + ")",
                Reason.NO_RESPONDERS);
    }

    /**
     * Returns the time of the next try: with retry, at most that of all tries together, but enough to receive an error.
     */
    private Duration tryTime(long giveUp) {
        Duration most = shorter(world.timeLeft(), pub.timeout().orElse(Api.TIMEOUT));
        Duration left = Duration.ofNanos(Math.max(Retry.PAUSE.toNanos(), giveUp - System.nanoTime()));
        return pub.retry().isPresent() ? shorter(most, left) : most;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}

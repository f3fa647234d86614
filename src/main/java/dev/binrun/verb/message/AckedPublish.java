package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import dev.binrun.form.IndexRange;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One {@code pub} that is acknowledged: sends its messages and takes their acknowledgements. */
final class AckedPublish {
    private static final int IN_FLIGHT = 4_000;
    private static final String BATCH = "Nats-Batch-Id";
    private static final String NUMBER = "Nats-Batch-Sequence";

    private final Pub pub;
    private final World world;
    private final Connection connection;
    private final Recorder recorder;
    private String stream = "";
    private boolean heard;
    private String said = "";

    AckedPublish(Pub pub, World world) {
        this.pub = pub;
        this.world = world;
        this.connection = world.connection();
        this.recorder = world.recorder();
    }

    /** Publishes one message; the answer is the stream's. */
    JsonObject one() throws InterruptedException {
        return ack(send(0)).tree().get();
    }

    /** Publishes a message for each index; the answer counts them. */
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
                    throw new InterruptedException(e.getMessage()); // or each message that is left would be tried
                }
                tally.failed(e, pub.retry().isEmpty());
                last = triedLongEnough(sent, e) ? next - 1 : last;
            }
        }
        return tally.answer(range.size(), pub.partial());
    }

    /** Whether nothing is left to hope for: the step has failed, and would try as long for each message that is still to be sent. */
    private boolean triedLongEnough(SentMessage sent, VerbFailedException e) {
        return pub.retry().isPresent() && !pub.partial() && e.mayPass() && System.nanoTime() >= sent.giveUp();
    }

    /** Whether to publish on without waiting: in a cluster only when the stream was heard of, so that the order stays. */
    private boolean ahead() {
        return pub.async() && (heard || !Api.clustered(connection));
    }

    /**
     * A message under way.
     *
     * @param subject where it goes
     * @param headers the same in every try, so that its id is too
     * @param at when it was first sent
     * @param giveUp when no more tries are made
     * @param recorded what the history has of it
     * @param rollup what the history has of what it removes
     */
    private record SentMessage(
            long i,
            String subject,
            Headers headers,
            long at,
            long giveUp,
            PendingOperation recorded,
            PendingOperation rollup,
            CompletableFuture<Message> answer) {
        /** @param refused whether a server has refused it; else none has heard of it */
        void notDone(boolean refused) {
            for (PendingOperation each : List.of(recorded, rollup)) {
                if (refused) {
                    each.refused();
                } else {
                    each.failed();
                }
            }
        }

        boolean ofBatch() {
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
     * Waits for the acknowledgement of a message, which is sent again if it may be.
     *
     * @throws VerbFailedException if there is none
     * @throws InterruptedException with the error of the last try, if there was one
     */
    private PubAck ack(SentMessage sent) throws InterruptedException {
        said = "";
        try {
            return acknowledged(sent);
        } catch (InterruptedException e) {
            throw said.isEmpty() ? e : new InterruptedException(said);
        }
    }

    private PubAck acknowledged(SentMessage sent) throws InterruptedException {
        CompletableFuture<Message> answer = sent.answer();
        String to = sent.subject();
        boolean mayBeDone = false;
        boolean refused = false;
        int unheard = pub.async() && heard ? 0 : Retry.unheard(connection);
        long tried = sent.at();
        while (true) {
            try {
                Message came = Api.await(connection, answer, to, tryTime(sent.giveUp()));
                PubAck ack = PubAck.by(to, came, sent.ofBatch(), stream);
                stream = ack.stream();
                heard = true;
                record(sent, ack);
                return ack;
            } catch (VerbFailedException e) {
                refused |= e.refused();
                mayBeDone |= !e.refused() && !e.unheard();
                boolean again = e.noResponders() && unheard-- > 0 || System.nanoTime() < sent.giveUp();
                if (!e.mayPass() || !again || world.timeLeft().isZero()) {
                    if (!mayBeDone) {
                        sent.notDone(refused);
                    }
                    throw e.noResponders() ? noStream(to) : e;
                }
                said = e.getMessage();
                Retry.pauseSince(world, tried);
                tried = System.nanoTime();
                byte[] body = pub.payload().bytes(world, sent.i());
                answer = publish(to, sent.headers(), body, sent.giveUp());
            }
        }
    }

    private void record(SentMessage sent, PubAck ack) {
        if (sent.ofBatch() && recorder != Recorder.NONE && recordOfBatch(sent, ack)) {
            return;
        }
        ack.record(sent.recorded(), sent.rollup());
    }

    /** The commit acknowledges all of a batch; whether this is a batch to the server, too, which knows of them from 2.12. */
    private boolean recordOfBatch(SentMessage sent, PubAck ack) {
        String batch = sent.headers().getFirst(BATCH);
        String number = sent.headers().getFirst(NUMBER);
        boolean committed = ack.seq() > 0;
        if (batch == null
                || number == null
                || !number.matches("[0-9]{1,9}")
                || committed && !ack.tree().get().has("count")) {
            return false;
        }
        recorder.batches().add(batch, Long.parseLong(number), sent.recorded());
        if (committed) {
            long count = ack.tree().get().get("count").getAsLong();
            recorder.batches().committed(batch, ack.stream(), ack.seq(), count);
        }
        return true;
    }

    private VerbFailedException noStream(String subject) {
        boolean clustered = Api.clustered(connection);
        String leaderless = clustered ? ", or the one that does has no leader" : "";
        String likely = "is the subject right? core: true publishes without a stream";
        String why = clustered ? world.target().away().orElse(likely) : likely;
        return VerbFailedException.of(
                503,
                "no responders on " + subject + ": no stream takes it" + leaderless + " (" + why + ")",
                Reason.NO_RESPONDERS);
    }

    /** How long the next try may take: with retry, no longer than all tries together, but long enough to hear why it failed. */
    private Duration tryTime(long giveUp) {
        Duration most = shorter(world.timeLeft(), pub.timeout().orElse(Api.TIMEOUT));
        Duration left = Duration.ofNanos(Math.max(Retry.PAUSE.toNanos(), giveUp - System.nanoTime()));
        return pub.retry().isPresent() ? shorter(most, left) : most;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}

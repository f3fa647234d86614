package dev.binrun.verb.consumer;

import dev.binrun.history.PendingOperation;
import dev.binrun.jetstream.AckSubject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A message that is being settled: what settles it is sent, the server's confirmation may still be on its way.
 *
 * @param reply the message's ack subject
 * @param recorded what the history has of it
 * @param answer the confirmation; null if nothing is sent
 */
record Settlement(SettleKind how, String reply, PendingOperation recorded, CompletableFuture<Message> answer) {

    /** Nothing is sent. */
    static final Settlement NONE = new Settlement(SettleKind.NONE, "", PendingOperation.NONE, null);

    /** Sends what settles a message. */
    static Settlement send(
            Connection connection, DeliveryRecorder deliveries, SettlePlan settling, String reply, Duration patience) {
        SettleKind how = settling.how();
        if (how == SettleKind.NONE) {
            return NONE;
        }
        PendingOperation recorded =
                how.kind().isPresent() ? deliveries.settle(how.kind().get(), reply) : PendingOperation.NONE;
        try {
            return new Settlement(how, reply, recorded, Api.send(connection, reply, null, settling.text(), patience));
        } catch (VerbFailedException notSent) {
            recorded.failed();
            throw notSent;
        }
    }

    /** The message's sequence in its stream; for errors. */
    long seq() {
        AckSubject subject = new AckSubject();
        return subject.read(reply) ? subject.seq() : 0;
    }

    /** Whether there is nothing more to wait for. */
    boolean done() {
        return answer == null || answer.isDone();
    }

    /**
     * Waits for the confirmation.
     *
     * @throws VerbFailedException if it does not come
     */
    void await(Connection connection, Duration patience) throws InterruptedException {
        if (answer == null) {
            return;
        }
        try {
            Api.await(connection, answer, reply, patience);
            recorded.ok(0);
        } catch (VerbFailedException e) {
            e.tell(recorded);
            throw e.noResponders() ? nobody() : e;
        }
    }

    private VerbFailedException nobody() {
        return VerbFailedException.of(
                503,
                "no responders: nothing took the " + how + " of message " + seq() + " (is the consumer gone? where its"
                        + " ack_policy is none, say ack: none)",
                Reason.NO_RESPONDERS);
    }
}

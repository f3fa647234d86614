package dev.binrun.verb.consumer;

import dev.binrun.history.Asked;
import dev.binrun.verb.AckSubject;
import dev.binrun.verb.Api;
import dev.binrun.verb.Deliveries;
import dev.binrun.verb.Reason;
import dev.binrun.verb.VerbFailed;
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
record Settlement(Settle how, String reply, Asked recorded, CompletableFuture<Message> answer) {

    /** Nothing is sent. */
    static final Settlement NONE = new Settlement(Settle.NONE, "", Asked.NONE, null);

    /** Sends what settles a message. */
    static Settlement send(
            Connection connection, Deliveries deliveries, Settling settling, String reply, Duration patience) {
        Settle how = settling.how();
        if (how == Settle.NONE) {
            return NONE;
        }
        Asked recorded = how.kind().isPresent() ? deliveries.settle(how.kind().get(), reply) : Asked.NONE;
        try {
            return new Settlement(how, reply, recorded, Api.send(connection, reply, null, settling.text(), patience));
        } catch (VerbFailed notSent) {
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
     * @throws VerbFailed if it does not come
     */
    void await(Connection connection, Duration patience) throws InterruptedException {
        if (answer == null) {
            return;
        }
        try {
            Api.await(connection, answer, reply, patience);
            recorded.ok(0);
        } catch (VerbFailed e) {
            e.tell(recorded);
            throw e.noResponders() ? nobody() : e;
        }
    }

    private VerbFailed nobody() {
        return VerbFailed.of(
                503,
                "no responders: nothing took the " + how + " of message " + seq() + " (is the consumer gone? where its"
                        + " ack_policy is none, say ack: none)",
                Reason.NO_RESPONDERS);
    }
}

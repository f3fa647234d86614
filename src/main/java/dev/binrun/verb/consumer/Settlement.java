package dev.binrun.verb.consumer;

import dev.binrun.verb.Api;
import dev.binrun.verb.VerbFailed;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A message that is being settled: what settles it is sent, the server's confirmation may still be on its way.
 *
 * @param reply the message's ack subject
 * @param seq the message's sequence in its stream, for errors
 * @param answer the confirmation; null if nothing is sent
 */
record Settlement(Settle how, String reply, long seq, CompletableFuture<Message> answer) {

    /** Sends what settles a message. */
    static Settlement send(Connection connection, Settling settling, String reply, long seq, Duration patience) {
        Settle how = settling.how();
        return new Settlement(
                how,
                reply,
                seq,
                how == Settle.NONE ? null : Api.send(connection, reply, null, settling.text(), patience));
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
        } catch (VerbFailed e) {
            throw e.noResponders() ? nobody() : e;
        }
    }

    private VerbFailed nobody() {
        return VerbFailed.of(
                503,
                "no responders: nothing took the " + how + " of message " + seq + " (is the consumer gone? where its"
                        + " ack_policy is none, say ack: none)");
    }
}

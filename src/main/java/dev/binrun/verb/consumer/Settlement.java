package dev.binrun.verb.consumer;

import dev.binrun.history.Asked;
import dev.binrun.history.Recorder;
import dev.binrun.verb.AckSubject;
import dev.binrun.verb.Api;
import dev.binrun.verb.VerbFailed;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A message that is being settled: what settles it is sent, the server's confirmation may still be on its way.
 *
 * @param reply the message's ack subject
 * @param seq the message's sequence in its stream, for errors
 * @param recorded what the history has of it
 * @param answer the confirmation; null if nothing is sent
 */
record Settlement(Settle how, String reply, long seq, Asked recorded, CompletableFuture<Message> answer) {

    /** Nothing is sent. */
    static Settlement none() {
        return new Settlement(Settle.NONE, "", 0, Asked.NONE, null);
    }

    /** Sends what settles a message that was delivered. */
    static Settlement send(
            Connection connection, Recorder recorder, Settling settling, Message message, Duration patience) {
        Settle how = settling.how();
        if (how == Settle.NONE) {
            return none();
        }
        NatsJetStreamMetaData delivery = message.metaData();
        long seq = delivery.streamSequence();
        Asked recorded = how.kind().isEmpty()
                ? Asked.NONE
                : recorder.settle(how.kind().get(), delivery.getStream(), delivery.getConsumer(), seq);
        return send(connection, recorded, settling, message.getReplyTo(), seq, patience);
    }

    /** Sends what settles a message that was kept. */
    static Settlement send(
            Connection connection, Recorder recorder, Settling settling, String reply, long seq, Duration patience) {
        Asked recorded = settling.how()
                .kind()
                .flatMap(kind ->
                        AckSubject.of(reply).map(of -> recorder.settle(kind, of.stream(), of.consumer(), of.seq())))
                .orElse(Asked.NONE);
        return send(connection, recorded, settling, reply, seq, patience);
    }

    private static Settlement send(
            Connection connection, Asked recorded, Settling settling, String reply, long seq, Duration patience) {
        try {
            CompletableFuture<Message> answer = Api.send(connection, reply, null, settling.text(), patience);
            return new Settlement(settling.how(), reply, seq, recorded, answer);
        } catch (VerbFailed notSent) {
            recorded.failed();
            throw notSent;
        }
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
            if (e.certainlyNotDone()) {
                recorded.failed();
            }
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

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
 * An acknowledgement that was sent, and its confirmation by the server, which may not have arrived yet.
 *
 * @param ackSubject the ack subject of the message
 * @param recorded its operation in the history
 * @param confirmation the reply of the server; null if nothing was sent
 */
record Settlement(
        SettleKind kind, String ackSubject, PendingOperation recorded, CompletableFuture<Message> confirmation) {

    /** The settlement of a message for which nothing is sent. */
    static final Settlement NONE = new Settlement(SettleKind.NONE, "", PendingOperation.NONE, null);

    /**
     * Sends the acknowledgement of a message.
     *
     * @throws VerbFailedException if it cannot be sent
     */
    static Settlement send(
            Connection connection,
            DeliveryRecorder deliveries,
            SettlePlan settling,
            String ackSubject,
            Duration patience) {
        SettleKind kind = settling.kind();
        if (kind == SettleKind.NONE) {
            return NONE;
        }
        PendingOperation recorded = kind.operation().isPresent()
                ? deliveries.settle(kind.operation().get(), ackSubject)
                : PendingOperation.NONE;
        try {
            return new Settlement(
                    kind, ackSubject, recorded, Api.send(connection, ackSubject, null, settling.text(), patience));
        } catch (VerbFailedException notSent) {
            recorded.failed();
            throw notSent;
        }
    }

    /** Returns the sequence of the message in its stream, for messages; 0 if it is not known. */
    long seq() {
        AckSubject subject = new AckSubject();
        return subject.read(ackSubject) ? subject.seq() : 0;
    }

    /** Returns whether the confirmation has arrived, or none is needed. */
    boolean done() {
        return confirmation == null || confirmation.isDone();
    }

    /**
     * Waits for the confirmation.
     *
     * @throws VerbFailedException if it does not arrive
     */
    void await(Connection connection, Duration patience) throws InterruptedException {
        if (confirmation == null) {
            return;
        }
        try {
            Api.await(connection, confirmation, ackSubject, patience);
            recorded.ok(0);
        } catch (VerbFailedException e) {
            e.complete(recorded);
            throw e.noResponders() ? notTaken() : e;
        }
    }

    private VerbFailedException notTaken() {
        return VerbFailedException.of(
                503,
                "no responders: nothing took the " + kind + " of message " + seq() + " (was the consumer removed? with"
                        + " ack_policy none, state ack: none)",
                Reason.NO_RESPONDERS);
    }
}

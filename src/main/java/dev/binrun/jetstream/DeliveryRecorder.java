package dev.binrun.jetstream;

import dev.binrun.history.Delivery;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.OperationKind;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import io.nats.client.Message;
import io.nats.client.impl.Headers;

/** Records what consumers deliver to a client, and how the client settles it. Not thread-safe. */
public final class DeliveryRecorder {
    private static final String ID = "Nats-Msg-Id";

    /**
     * A header of each message of a consumer with headers_only, whose messages have no payload (server/consumer.go).
     */
    private static final String SIZE = "Nats-Msg-Size";

    private final Recorder recorder;
    private final int subscription;
    private final AckSubject delivery = new AckSubject();

    private DeliveryRecorder(Recorder recorder, int subscription) {
        this.recorder = recorder;
        this.subscription = subscription;
    }

    /** Returns a recorder of deliveries that only this client receives, such as replies to its pull. */
    public static DeliveryRecorder own(Recorder recorder) {
        return new DeliveryRecorder(recorder, Delivery.OWN);
    }

    /** Returns a recorder of a subscription that begins now, whose deliveries other subscriptions may receive too. */
    public static DeliveryRecorder shared(Recorder recorder) {
        return new DeliveryRecorder(recorder, recorder.subscribed());
    }

    /** Records a message that arrived, if a consumer delivered it. */
    public void received(Message message) {
        if (recorder != Recorder.NONE && message.isJetStream() && delivery.read(message.getReplyTo())) {
            Headers headers = message.hasHeaders() ? message.getHeaders() : null;
            String id = headers == null ? null : headers.getFirst(ID);
            boolean whole = headers == null || headers.getFirst(SIZE) == null;
            recorder.delivered(new Delivery(
                    delivery.stream(),
                    delivery.consumer(),
                    message.getSubject(),
                    delivery.seq(),
                    delivery.consumerSeq(),
                    delivery.deliveries(),
                    whole ? Fingerprint.of(message.getData()) : 0,
                    id == null ? 0 : Fingerprint.of(id),
                    subscription));
        }
    }

    /**
     * Records that a message is settled now.
     *
     * @param reply its ack subject
     */
    public PendingOperation settle(OperationKind kind, String reply) {
        return recorder != Recorder.NONE && delivery.read(reply)
                ? recorder.settle(kind, delivery.stream(), delivery.consumer(), delivery.seq())
                : PendingOperation.NONE;
    }
}

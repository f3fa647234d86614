package dev.binrun.jetstream;

import dev.binrun.history.Delivery;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.OperationKind;
import dev.binrun.history.PendingOperation;
import dev.binrun.history.Recorder;
import io.nats.client.Message;
import io.nats.client.impl.Headers;

/** What consumers deliver to a client, and what settles it, as the history has it; of one thread. */
public final class DeliveryRecorder {
    private static final String ID = "Nats-Msg-Id";

    /** What a consumer says that sends no payloads (server/consumer.go, headers_only). */
    private static final String SIZE = "Nats-Msg-Size";

    private final Recorder recorder;
    private final int subscription;
    private final AckSubject delivery = new AckSubject();

    private DeliveryRecorder(Recorder recorder, int subscription) {
        this.recorder = recorder;
        this.subscription = subscription;
    }

    /** What nobody else hears, as what is sent to who pulled. */
    public static DeliveryRecorder own(Recorder recorder) {
        return new DeliveryRecorder(recorder, Delivery.OWN);
    }

    /** What others may hear too, of a subscription that is to begin. */
    public static DeliveryRecorder heard(Recorder recorder) {
        return new DeliveryRecorder(recorder, recorder.subscribed());
    }

    /** A message came; what no consumer delivered is not recorded. */
    public void came(Message message) {
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
     * A message is settled now.
     *
     * @param reply where it is acknowledged
     */
    public PendingOperation settle(OperationKind kind, String reply) {
        return recorder != Recorder.NONE && delivery.read(reply)
                ? recorder.settle(kind, delivery.stream(), delivery.consumer(), delivery.seq())
                : PendingOperation.NONE;
    }
}

package dev.binrun.verb;

import dev.binrun.history.Asked;
import dev.binrun.history.Kind;
import dev.binrun.history.Recorder;
import io.nats.client.Message;

/** What consumers deliver to a client, and what settles it, as the history has it; of one thread. */
public final class Deliveries {
    private final Recorder recorder;
    private final AckSubject delivery = new AckSubject();

    public Deliveries(Recorder recorder) {
        this.recorder = recorder;
    }

    /** A message came; what no consumer delivered is not recorded. */
    public void came(Message message) {
        if (recorder != Recorder.NONE && message.isJetStream() && delivery.read(message.getReplyTo())) {
            recorder.delivered(
                    delivery.stream(),
                    delivery.consumer(),
                    message.getSubject(),
                    delivery.seq(),
                    delivery.consumerSeq(),
                    delivery.deliveries());
        }
    }

    /**
     * A message is settled now.
     *
     * @param reply where it is acknowledged
     */
    public Asked settle(Kind kind, String reply) {
        return recorder != Recorder.NONE && delivery.read(reply)
                ? recorder.settle(kind, delivery.stream(), delivery.consumer(), delivery.seq())
                : Asked.NONE;
    }
}

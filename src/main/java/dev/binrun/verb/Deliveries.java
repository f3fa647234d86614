package dev.binrun.verb;

import dev.binrun.history.Recorder;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;

/** What consumers deliver to a client, as the history has it. */
public final class Deliveries {
    private Deliveries() {}

    /** A message came; what no consumer delivered is not recorded. */
    public static void came(Recorder recorder, Message message) {
        if (recorder != Recorder.NONE && message.isJetStream()) {
            NatsJetStreamMetaData delivery = message.metaData();
            recorder.delivered(
                    delivery.getStream(),
                    delivery.getConsumer(),
                    message.getSubject(),
                    delivery.streamSequence(),
                    delivery.consumerSequence(),
                    delivery.deliveredCount());
        }
    }
}

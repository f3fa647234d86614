package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamMessage;
import java.util.Optional;

/** Deliveries of different messages. Two messages can have the same sequence if a server lost the first one. */
final class SeenMessages {
    private final OperationIndex deliveries;

    SeenMessages(History history) {
        this.deliveries = new OperationIndex(history);
    }

    /** Adds a delivery, unless its message was seen before. */
    void add(Operation delivery) {
        boolean known = deliveries
                .find(
                        delivery.sequence(),
                        other -> other.payload() == delivery.payload() && other.messageId() == delivery.messageId())
                .isPresent();
        if (!known) {
            deliveries.add(delivery.sequence(), delivery);
        }
    }

    /** Returns the number of messages that were seen. */
    int size() {
        return deliveries.size();
    }

    /** Returns a delivery of the message of an acknowledged publish; empty if there was none. */
    Optional<Operation> deliveryOf(Operation publish) {
        return deliveries.find(
                publish.sequence(),
                delivery -> AckedMessages.isSame(publish, delivery.payload(), delivery.messageId()));
    }

    /** Returns whether a message of a stream was delivered. */
    boolean contains(StreamMessage message) {
        return deliveries
                .find(message.sequence(), delivery -> {
                    boolean samePayload = delivery.payload() == 0 || delivery.payload() == message.payload();
                    boolean unknown = delivery.payload() == 0 && delivery.messageId() == 0;
                    return samePayload && (unknown || delivery.messageId() == message.messageId());
                })
                .isPresent();
    }
}

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
        boolean known = deliveries.all(delivery.sequence()).stream()
                .anyMatch(other -> other.payload() == delivery.payload() && other.messageId() == delivery.messageId());
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
        return deliveries.all(publish.sequence()).stream()
                .filter(delivery -> AckedMessages.isSame(publish, delivery.payload(), delivery.messageId()))
                .findFirst();
    }

    /** Returns whether a message of a stream was delivered. */
    boolean contains(StreamMessage message) {
        return deliveries.all(message.sequence()).stream().anyMatch(delivery -> {
            boolean samePayload = delivery.payload() == 0 || delivery.payload() == message.payload();
            boolean unknown = delivery.payload() == 0 && delivery.messageId() == 0;
            return samePayload && (unknown || delivery.messageId() == message.messageId());
        });
    }
}

package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;

/**
 * Finds deliveries that several subscriptions received from one message of the server. A server that lost its state can
 * use a consumer sequence again. A delivery is therefore a new one if its subscription has received each earlier
 * delivery with the same numbers, or began after it.
 */
final class SharedDeliveries {
    private final History history;
    private final OperationIndex sent;
    private final OperationIndex repeated;

    SharedDeliveries(History history) {
        this.history = history;
        this.sent = new OperationIndex(history);
        this.repeated = new OperationIndex(history);
    }

    /** Adds a delivery, and returns whether the server sent it separately from those that were added before. */
    boolean isNew(Operation delivery) {
        if (delivery.consumerSequence() == 0) {
            return true;
        }
        long key = delivery.sequence() * 0x9E3779B97F4A7C15L + delivery.consumerSequence();
        boolean isNew = isSentAgain(key, delivery);
        (isNew ? sent : repeated).add(key, delivery);
        return isNew;
    }

    private boolean isSentAgain(long key, Operation delivery) {
        int subscription = delivery.subscription();
        if (!sent.contains(key)) {
            return true;
        }
        long since = history.subscribedAt(subscription);
        long missed = sent.all(key).stream()
                .filter(earlier -> earlier.subscription() != subscription && earlier.invokedAt() >= since)
                .count();
        long repeats = repeated.all(key).stream()
                .filter(earlier -> earlier.subscription() == subscription)
                .count();
        return repeats >= missed;
    }
}

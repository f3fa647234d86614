package dev.binrun.check;

import dev.binrun.history.Delivery;
import dev.binrun.history.History;
import java.util.BitSet;

/**
 * Tells deliveries that several heard from those that were made again: after it forgot, a server gives a delivery the number of an
 * earlier one. What one subscription hears twice was sent twice; what another heard that began later, too.
 */
final class SharedDeliveries {
    private final History history;
    private final RowChains chains = new RowChains();
    private final BitSet sent = new BitSet();

    SharedDeliveries(History history) {
        this.history = history;
    }

    /** Whether a delivery was not heard before, by another one. */
    boolean isNew(int row) {
        long number = history.consumerSeq(row);
        if (number == 0) {
            return true;
        }
        long key = history.seq(row) * 0x9E3779B97F4A7C15L + number;
        int last = chains.latest(key);
        boolean isNew = last < 0 || isSentAgain(last, row);
        sent.set(chains.add(key, row), isNew);
        return isNew;
    }

    /** Whether its subscription has heard of each time that this was sent, since it began. */
    private boolean isSentAgain(int last, int row) {
        int subscription = history.subscription(row);
        long since = subscription == Delivery.OWN ? 0 : history.since(subscription);
        int times = 0;
        int heard = 0;
        for (int i = last; i >= 0; i = chains.before(i)) {
            boolean its = history.subscription(chains.row(i)) == subscription;
            times += sent.get(i) ? 1 : 0;
            heard += its || sent.get(i) && history.asked(chains.row(i)) < since ? 1 : 0;
        }
        return heard >= times;
    }
}

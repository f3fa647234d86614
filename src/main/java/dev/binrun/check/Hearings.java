package dev.binrun.check;

import dev.binrun.history.Delivery;
import dev.binrun.history.History;
import java.util.Arrays;

/**
 * Tells deliveries that several heard from those that were made again: after it forgot, a server gives a delivery the number of an
 * earlier one. What one subscription hears twice was sent twice; what another heard that began later, too.
 */
final class Hearings {
    private final History history;
    private final Tally latest = new Tally();
    private int[] rows = new int[64];
    private int[] before = new int[64];
    private boolean[] sent = new boolean[64];
    private int size;

    Hearings(History history) {
        this.history = history;
    }

    /** Whether a delivery was not heard before, by another one. */
    boolean isNew(int row) {
        long number = history.consumerSeq(row);
        if (number == 0) {
            return true;
        }
        long key = history.seq(row) * 0x9E3779B97F4A7C15L + number;
        int last = latest.get(key);
        boolean isNew = last < 0 || isSentAgain(last, row);
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
            before = Arrays.copyOf(before, size * 2);
            sent = Arrays.copyOf(sent, size * 2);
        }
        rows[size] = row;
        before[size] = last;
        sent[size] = isNew;
        latest.put(key, size++);
        return isNew;
    }

    /** Whether its subscription has heard of each time that this was sent, since it began. */
    private boolean isSentAgain(int last, int row) {
        int subscription = history.subscription(row);
        long since = subscription == Delivery.OWN ? 0 : history.since(subscription);
        int times = 0;
        int heard = 0;
        for (int i = last; i >= 0; i = before[i]) {
            boolean its = history.subscription(rows[i]) == subscription;
            times += sent[i] ? 1 : 0;
            heard += its || sent[i] && history.asked(rows[i]) < since ? 1 : 0;
        }
        return heard >= times;
    }
}

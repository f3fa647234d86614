package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import java.util.Arrays;

/** Which messages came, by their sequences: after a stream forgot, another one can have the sequence of the first. */
final class Sightings {
    private final History history;
    private final Tally latest = new Tally();
    private int[] rows = new int[64];
    private int[] before = new int[64];
    private int size;

    Sightings(History history) {
        this.history = history;
    }

    /** A message came with a delivery. */
    void add(int delivery) {
        long seq = history.seq(delivery);
        int last = latest.get(seq);
        for (int i = last; i >= 0; i = before[i]) {
            if (history.payload(rows[i]) == history.payload(delivery) && history.id(rows[i]) == history.id(delivery)) {
                return;
            }
        }
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
            before = Arrays.copyOf(before, size * 2);
        }
        rows[size] = delivery;
        before[size] = last;
        latest.put(seq, size++);
    }

    /** How many messages came. */
    int size() {
        return size;
    }

    /** The delivery with which a published message came; -1 if it did not. */
    int of(int publish) {
        for (int i = latest.get(history.seq(publish)); i >= 0; i = before[i]) {
            if (Stored.isSame(history, publish, history.payload(rows[i]), history.id(rows[i]))) {
                return rows[i];
            }
        }
        return -1;
    }

    /** Whether a message of a stream came. */
    boolean has(StreamState state, int index) {
        for (int i = latest.get(state.seq(index)); i >= 0; i = before[i]) {
            long payload = history.payload(rows[i]);
            long id = history.id(rows[i]);
            boolean same = payload == 0 || payload == state.payload(index);
            if (same && (payload == 0 && id == 0 || id == state.id(index))) {
                return true;
            }
        }
        return false;
    }
}

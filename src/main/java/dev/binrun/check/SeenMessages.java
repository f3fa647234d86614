package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.StreamState;

/** Which messages came, by their sequences: after a stream forgot, another one can have the sequence of the first. */
final class SeenMessages {
    private final History history;
    private final RowChains chains = new RowChains();

    SeenMessages(History history) {
        this.history = history;
    }

    /** A message came with a delivery. */
    void add(int delivery) {
        long seq = history.seq(delivery);
        for (int i = chains.latest(seq); i >= 0; i = chains.before(i)) {
            int row = chains.row(i);
            if (history.payload(row) == history.payload(delivery) && history.id(row) == history.id(delivery)) {
                return;
            }
        }
        chains.add(seq, delivery);
    }

    /** How many messages came. */
    int size() {
        return chains.size();
    }

    /** The delivery with which a published message came; -1 if it did not. */
    int of(int publish) {
        for (int i = chains.latest(history.seq(publish)); i >= 0; i = chains.before(i)) {
            int row = chains.row(i);
            if (AckedMessages.isSame(history, publish, history.payload(row), history.id(row))) {
                return row;
            }
        }
        return -1;
    }

    /** Whether a message of a stream came. */
    boolean has(StreamState state, int index) {
        for (int i = chains.latest(state.seq(index)); i >= 0; i = chains.before(i)) {
            long payload = history.payload(chains.row(i));
            long id = history.id(chains.row(i));
            boolean same = payload == 0 || payload == state.payload(index);
            if (same && (payload == 0 && id == 0 || id == state.id(index))) {
                return true;
            }
        }
        return false;
    }
}

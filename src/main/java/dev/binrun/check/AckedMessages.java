package dev.binrun.check;

import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import dev.binrun.history.StreamState;
import java.util.Arrays;

/** Messages that were acknowledged, and whether a stream holds them. */
final class AckedMessages {
    private AckedMessages() {}

    /** The rows of what a stream acknowledged. */
    static int[] acknowledged(History history, String stream) {
        int name = history.names().find(stream);
        int[] rows = new int[64];
        int size = 0;
        for (int row = 0; row < history.size(); row++) {
            if (isAcknowledged(history, row, name)) {
                rows = size == rows.length ? Arrays.copyOf(rows, size * 2) : rows;
                rows[size++] = row;
            }
        }
        return Arrays.copyOf(rows, size);
    }

    static boolean isAcknowledged(History history, int row, int stream) {
        OperationKind kind = history.kind(row);
        return kind != null
                && kind.stores()
                && history.stream(row) == stream
                && history.seq(row) > 0
                && history.answer(row).outcome() == OperationOutcome.OK;
    }

    /** Whether it was not answered; of a publish it is not known then which stream it was for. */
    static boolean mayBeStored(History history, int row, int stream) {
        OperationKind kind = history.kind(row);
        return kind != null
                && kind.stores()
                && (history.stream(row) == stream || history.stream(row) == 0)
                && history.answer(row).outcome() == OperationOutcome.UNKNOWN;
    }

    /** Whether the message is there that was acknowledged, at its sequence. */
    static boolean isIn(StreamState state, History history, int row) {
        int index = state.find(history.seq(row));
        return index >= 0 && isSame(history, row, state.payload(index), state.id(index));
    }

    /** Returns whether the message at the sequence has the subject it was published on. A duplicate's may have another subject. */
    static boolean hasSubject(StreamState state, History history, int row) {
        int index = state.find(history.seq(row));
        return index >= 0
                && (history.answer(row) == Completion.DUPLICATE
                        || history.subject(row) == 0
                        || state.subject(index) == history.subject(row));
    }

    /**
     * Whether a message is the one that was acknowledged.
     *
     * @param payload its fingerprint; 0 if not known
     * @param id its id's fingerprint; 0 if it has none, or, without a payload, is not known
     */
    static boolean isSame(History history, int row, long payload, long id) {
        boolean known = payload != 0 || id != 0;
        return !known
                || (history.id(row) == 0 || history.id(row) == id)
                        && (history.answer(row) == Completion.DUPLICATE
                                || history.payload(row) == 0
                                || payload == 0
                                || history.payload(row) == payload);
    }

    /** Whether a stream was made by a request, and nobody has asked for its end since. */
    static boolean isLost(History history, String stream) {
        int name = history.names().find(stream);
        long made = -1;
        long removed = -1;
        for (int row = 0; row < history.size(); row++) {
            if (history.stream(row) != name) {
                continue;
            }
            if (history.kind(row) == OperationKind.CONFIGURE && history.answer(row) == Completion.OK) {
                made = Math.max(made, history.asked(row));
            } else if (history.whole(row) && history.answer(row).outcome() != OperationOutcome.FAILED) {
                removed = Math.max(removed, history.asked(row));
            }
        }
        return made > removed;
    }
}

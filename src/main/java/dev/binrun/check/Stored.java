package dev.binrun.check;

import dev.binrun.history.Answer;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Outcome;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.List;

/** Messages that were acknowledged, and whether a stream holds them. */
final class Stored {
    private Stored() {}

    static List<Integer> acknowledged(History history, String stream) {
        int name = history.names().find(stream);
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < history.size(); row++) {
            Kind kind = history.kind(row);
            if (kind != null
                    && kind.stores()
                    && history.stream(row) == name
                    && history.answer(row).outcome() == Outcome.OK
                    && history.seq(row) > 0) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Whether the message is there that was acknowledged, at its sequence. */
    static boolean isIn(StreamState state, History history, int row) {
        int index = state.find(history.seq(row));
        return index >= 0
                && (history.id(row) == 0 || history.id(row) == state.id(index))
                && (history.answer(row) == Answer.DUPLICATE
                        || history.payload(row) == 0
                        || history.payload(row) == state.payload(index));
    }
}

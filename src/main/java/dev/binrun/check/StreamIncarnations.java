package dev.binrun.check;

import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import java.util.ArrayList;
import java.util.List;

/**
 * When a stream was removed and made anew, so that its sequences began again: after it was emptied by request, a message got a sequence
 * that another one had before.
 */
final class StreamIncarnations {
    private StreamIncarnations() {}

    /** The times after which a stream was another one, rising. */
    static List<Long> of(History history, int stream) {
        List<Long> times = new ArrayList<>();
        List<Integer> pending = new ArrayList<>();
        int removal = -1;
        long before = 0;
        long seen = 0;
        for (int row = 0; row < history.size(); row++) {
            if (empties(history, row, stream)) {
                seen = Math.max(seen, answeredBefore(history, pending, history.asked(row)));
                before = seen;
                removal = row;
            } else if (AckedMessages.isAcknowledged(history, row, stream)
                    && history.answer(row) != Completion.DUPLICATE) {
                pending.add(row);
                if (removal >= 0 && after(history, row, removal) && history.seq(row) <= before) {
                    times.add(end(history, removal));
                    removal = -1;
                    before = 0;
                    seen = 0;
                }
            }
        }
        return times;
    }

    private static boolean empties(History history, int row, int stream) {
        return history.kind(row) == OperationKind.REMOVE
                && history.stream(row) == stream
                && history.consumer(row) == 0
                && history.subject(row) == 0
                && history.seq(row) == 0
                && history.kept(row) == 0
                && !history.single(row)
                && history.answer(row).outcome() != OperationOutcome.FAILED;
    }

    /** The greatest sequence of those that were answered by a time; the others stay pending. */
    private static long answeredBefore(History history, List<Integer> pending, long time) {
        long greatest = 0;
        for (int row : pending) {
            greatest = history.answered(row) < time ? Math.max(greatest, history.seq(row)) : greatest;
        }
        pending.removeIf(row -> history.answered(row) < time);
        return greatest;
    }

    private static boolean after(History history, int row, int removal) {
        return history.asked(row) > end(history, removal);
    }

    /** When it was done, at the latest that is known. */
    private static long end(History history, int removal) {
        return history.answer(removal) == Completion.UNKNOWN ? history.asked(removal) : history.answered(removal);
    }
}

package dev.binrun.check;

import dev.binrun.check.LimitHistory.Term;
import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import java.util.HashMap;
import java.util.Map;

/** Which messages {@code max_bytes} may have taken: those that are too many bytes with what came after them, as far as that is known. */
final class SizeLimit {
    /** More than headers, subject and the store's own bytes add to a payload, and what they add to most. */
    private static final long OVERHEAD = 8_192;

    private static final int USUAL_OVERHEAD = 256;

    private final StreamState stream;
    private final boolean emptied;
    private final long lastOfOthers;
    private final LongIntMap sizes = new LongIntMap();
    private final long[] seqs;
    private final Map<Term, Long> before = new HashMap<>();
    private long largest;
    private long unanswered;

    /** @param emptied whether something else made room too, so that the stream need not be full any more */
    SizeLimit(History history, StreamState stream, StreamIntake came, boolean emptied) {
        this.stream = stream;
        this.emptied = emptied;
        this.lastOfOthers = came.lastOfOthers();
        this.largest = came.largest();
        long[] all = new long[history.size()];
        int count = 0;
        for (int row = 0; row < history.size(); row++) {
            boolean acknowledged = came.acknowledged(row);
            if (!acknowledged && !came.unanswered(row)) {
                continue;
            }
            int size = history.payloadSize(row);
            largest = Math.max(largest, size);
            if (acknowledged) {
                all[count++] = history.seq(row);
                sizes.put(
                        history.seq(row), Math.min(Integer.MAX_VALUE - 1, Math.max(size, sizes.get(history.seq(row)))));
            } else {
                unanswered += size + USUAL_OVERHEAD;
            }
        }
        seqs = SequenceArrays.distinct(all, count);
    }

    /** @param last the last sequence that there was while the limit was in force */
    boolean mayTake(long seq, Term term, long last) {
        boolean now = term.until() == Long.MAX_VALUE;
        return seq < Math.min(last, lastOfOthers)
                || now && stream.bytes() + largest + OVERHEAD > term.limits().maxBytes()
                || (emptied || !now) && seq <= before.computeIfAbsent(term, some -> before(some, last));
    }

    /** The last message that is more than the stream holds, with all after it. */
    private long before(Term term, long last) {
        long after = unanswered;
        for (int i = seqs.length - 1; i >= 0; i--) {
            if (seqs[i] <= last) {
                after += sizes.get(seqs[i]) + USUAL_OVERHEAD;
                if (after > term.limits().maxBytes()) {
                    return seqs[i];
                }
            }
        }
        return 0;
    }
}

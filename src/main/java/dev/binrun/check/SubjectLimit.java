package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Which messages {@code max_msgs_per_subject} may have taken: those with so many newer ones of their subject, among all that were ever
 * there, for the newer ones may have left since.
 */
final class SubjectLimit {
    /** Of each subject the first sequence of those that stay. */
    private final long[] newest;

    private final boolean transformed;
    private long latest;

    /**
     * @param mayBeGone whether a publish that was not answered may have been stored and have left again
     */
    SubjectLimit(History history, StreamState stream, int name, IntPredicate mayBeGone) {
        int[] counts = new int[history.names().size() + 1];
        boolean other = false;
        for (int row = 0; row < history.size(); row++) {
            if (Stored.isAcknowledged(history, row, name) || mayBeGone.test(row)) {
                counts[history.subject(row)]++;
                int index = stream.find(history.seq(row));
                other |= index >= 0
                        && stream.subject(index) != history.subject(row)
                        && Stored.isIn(stream, history, row);
            }
        }
        for (int i = 0; i < stream.size(); i++) {
            counts[stream.subject(i)]++;
        }
        long[][] seqs = new long[counts.length][];
        for (int i = 0; i < counts.length; i++) {
            seqs[i] = new long[counts[i]];
            counts[i] = 0;
        }
        for (int row = 0; row < history.size(); row++) {
            int subject = history.subject(row);
            if (Stored.isAcknowledged(history, row, name)) {
                seqs[subject][counts[subject]++] = history.seq(row);
            } else if (mayBeGone.test(row)) {
                seqs[subject][counts[subject]++] = Long.MAX_VALUE - row;
            }
        }
        for (int i = 0; i < stream.size(); i++) {
            int subject = stream.subject(i);
            seqs[subject][counts[subject]++] = stream.seq(i);
        }
        newest = new long[seqs.length];
        for (int i = 0; i < seqs.length; i++) {
            newest[i] = newest(seqs[i], stream.limits().maxMsgsPerSubject());
            latest = Math.max(latest, newest[i]);
        }
        transformed = other;
    }

    boolean mayTake(long seq, int subject) {
        return seq < (transformed ? latest : subject < newest.length ? newest[subject] : 0);
    }

    private static long newest(long[] seqs, long most) {
        Arrays.sort(seqs);
        int distinct = 0;
        for (int i = 0; i < seqs.length; i++) {
            if (i == 0 || seqs[i] != seqs[i - 1]) {
                seqs[distinct++] = seqs[i];
            }
        }
        return distinct < most ? 0 : seqs[(int) (distinct - most)];
    }
}

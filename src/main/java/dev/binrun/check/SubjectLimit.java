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
    /** Of each subject where its sequences begin; they end where the next one's begin. */
    private final int[] begin;

    private final long[] seqs;
    private final int[] maybe;

    /**
     * @param mayBeGone whether a publish that was not answered may have been stored and have left again
     */
    SubjectLimit(History history, StreamIntake came, StreamState stream, IntPredicate mayBeGone) {
        int subjects = history.names().size();
        int[] counts = new int[subjects];
        maybe = new int[subjects];
        for (int row = 0; row < history.size(); row++) {
            if (came.acknowledged(row)) {
                counts[history.subject(row)]++;
            } else if (mayBeGone.test(row)) {
                maybe[history.subject(row)]++;
            }
        }
        for (int i = 0; i < stream.size(); i++) {
            counts[stream.subject(i)]++;
        }
        begin = new int[subjects + 1];
        for (int i = 0; i < subjects; i++) {
            begin[i + 1] = begin[i] + counts[i];
        }
        seqs = new long[begin[subjects]];
        int[] next = begin.clone();
        for (int row = 0; row < history.size(); row++) {
            if (came.acknowledged(row)) {
                seqs[next[history.subject(row)]++] = history.seq(row);
            }
        }
        for (int i = 0; i < stream.size(); i++) {
            seqs[next[stream.subject(i)]++] = stream.seq(i);
        }
        for (int i = 0; i < subjects; i++) {
            Arrays.sort(seqs, begin[i], begin[i + 1]);
            makeDistinct(begin[i], begin[i + 1]);
        }
    }

    /**
     * Whether a limit may have taken a message of a subject.
     *
     * @param most the limit
     * @param last the last sequence that there was while it was in force
     */
    boolean mayTake(long seq, int subject, long most, long last) {
        return subject < maybe.length
                && maybe[subject] + SequenceArrays.between(seqs, begin[subject], begin[subject + 1], seq, last) >= most;
    }

    /** What comes twice takes the place of the first of its range, where it is before all that is asked for. */
    private void makeDistinct(int from, int to) {
        int kept = to - 1;
        for (int i = to - 2; i >= from; i--) {
            if (seqs[i] != seqs[kept]) {
                seqs[--kept] = seqs[i];
            }
        }
        Arrays.fill(seqs, from, Math.max(from, kept), 0);
    }
}

package dev.binrun.check;

import java.util.Arrays;

/** Sequences in arrays. */
final class SequenceArrays {
    private SequenceArrays() {}

    /** The first so many of them, rising, each once. */
    static long[] distinct(long[] seqs, int count) {
        Arrays.sort(seqs, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || seqs[i] != seqs[i - 1]) {
                seqs[distinct++] = seqs[i];
            }
        }
        return Arrays.copyOf(seqs, distinct);
    }

    /** How many of an ascending range lie after one and not after another. */
    static int between(long[] seqs, int from, int to, long after, long last) {
        return Math.max(0, place(seqs, from, to, last) - place(seqs, from, to, after));
    }

    /** Where what is greater begins. */
    private static int place(long[] seqs, int from, int to, long seq) {
        int at = Arrays.binarySearch(seqs, from, to, seq);
        return at < 0 ? -at - 1 : at + 1;
    }
}

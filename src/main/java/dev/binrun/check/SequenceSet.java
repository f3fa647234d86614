package dev.binrun.check;

import java.util.Arrays;

/** A set of sequences, or of times, in a sorted array. */
final class SequenceSet {
    private long[] sequences = new long[4];
    private int size;
    private boolean sorted = true;

    /** Adds a sequence; adding it again has no effect. */
    void add(long sequence) {
        if (size == sequences.length) {
            sequences = Arrays.copyOf(sequences, size * 2);
        }
        sequences[size++] = sequence;
        sorted = false;
    }

    /** Returns the number of different sequences. */
    int size() {
        sort();
        return size;
    }

    /** Returns whether a sequence was added. */
    boolean contains(long sequence) {
        sort();
        return Arrays.binarySearch(sequences, 0, size, sequence) >= 0;
    }

    /** Returns a sequence by its index, counted from 0 for the lowest. */
    long get(int index) {
        sort();
        return sequences[index];
    }

    /** Returns how many sequences are greater than {@code after} and not greater than {@code last}. */
    long countBetween(long after, long last) {
        return Math.max(0, countUpTo(last) - countUpTo(after));
    }

    private int countUpTo(long sequence) {
        sort();
        int at = Arrays.binarySearch(sequences, 0, size, sequence);
        return at < 0 ? -at - 1 : at + 1;
    }

    private void sort() {
        if (sorted) {
            return;
        }
        Arrays.sort(sequences, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || sequences[i] != sequences[i - 1]) {
                sequences[distinct++] = sequences[i];
            }
        }
        size = distinct;
        sorted = true;
    }
}

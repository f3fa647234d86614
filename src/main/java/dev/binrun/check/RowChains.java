package dev.binrun.check;

import java.util.Arrays;

/** Rows by keys, several to a key, each with the one before it of its key; in columns, for there may be a million. */
final class RowChains {
    private final LongIntMap latest = new LongIntMap();
    private int[] rows = new int[64];
    private int[] before = new int[64];
    private int size;

    /** Adds a row; where it is. */
    int add(long key, int row) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
            before = Arrays.copyOf(before, size * 2);
        }
        rows[size] = row;
        before[size] = latest.get(key);
        latest.put(key, size);
        return size++;
    }

    /** Where the latest of a key is; -1 if there is none. */
    int latest(long key) {
        return latest.get(key);
    }

    /** Where the one before it of its key is; -1 if there is none. */
    int before(int at) {
        return before[at];
    }

    int row(int at) {
        return rows[at];
    }

    int size() {
        return size;
    }
}

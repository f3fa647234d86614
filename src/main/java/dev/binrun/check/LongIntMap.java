package dev.binrun.check;

/** Numbers by number, in two arrays; what was never put is -1. */
final class LongIntMap {
    private long[] keys = new long[64];
    private int[] values = new int[64];
    private int size;

    /** The number of a key; -1 if it has none. */
    int get(long key) {
        int at = place(keys, values, key);
        return values[at] - 1;
    }

    /** Gives a key a number, not negative. */
    void put(long key, int value) {
        int at = place(keys, values, key);
        if (values[at] == 0) {
            keys[at] = key;
            size++;
        }
        values[at] = value + 1;
        if (size * 2 > keys.length) {
            grow();
        }
    }

    /** Adds one to a key's number, 0 if it had none; what it is then. */
    int count(long key) {
        int count = Math.max(0, get(key)) + 1;
        put(key, count);
        return count;
    }

    boolean has(long key) {
        return get(key) >= 0;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] moreKeys = new long[keys.length * 2];
        int[] moreValues = new int[keys.length * 2];
        for (int i = 0; i < keys.length; i++) {
            if (values[i] != 0) {
                int at = place(moreKeys, moreValues, keys[i]);
                moreKeys[at] = keys[i];
                moreValues[at] = values[i];
            }
        }
        keys = moreKeys;
        values = moreValues;
    }

    private static int place(long[] keys, int[] values, long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> 32) & keys.length - 1;
        while (values[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }
}

package dev.binrun.check;

/** A map from long to int in two arrays. A key that was never put has the value 0. */
final class LongIntMap {
    private long[] keys = new long[64];

    /** One more than the value, so that 0 marks a free place. */
    private int[] values = new int[64];

    private int size;

    /** Returns the value of a key; 0 if it has none. */
    int get(long key) {
        return Math.max(0, values[place(keys, values, key)] - 1);
    }

    /** Sets the value of a key, which must not be negative, and returns its last value; 0 if it had none. */
    int put(long key, int value) {
        int at = place(keys, values, key);
        int last = values[at];
        keys[at] = key;
        values[at] = value + 1;
        if (last == 0 && ++size * 2 > keys.length) {
            grow();
        }
        return Math.max(0, last - 1);
    }

    /** Adds 1 to the value of a key, and returns the sum. */
    int increment(long key) {
        int value = get(key) + 1;
        put(key, value);
        return value;
    }

    /** Adds a key with the value 0, and returns whether it is new. */
    boolean add(long key) {
        int before = size;
        put(key, 0);
        return size > before;
    }

    /** Returns whether a key has a value. */
    boolean contains(long key) {
        return values[place(keys, values, key)] != 0;
    }

    /** Returns the number of keys. */
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

    /** Eight keys in a row share a cache line, because most keys are sequences in ascending order. */
    private static int place(long[] keys, int[] values, long key) {
        long line = (key >>> 3) * 0x9E3779B97F4A7C15L >>> 32;
        int at = (int) (line << 3 | key & 7) & keys.length - 1;
        while (values[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }
}

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

    /** Sets the value of a key; negative values are not supported. */
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

    /** Adds 1 to the value of a key, and returns the sum. */
    int increment(long key) {
        int value = get(key) + 1;
        put(key, value);
        return value;
    }

    /** Adds a key with the value 0, and returns whether it is new. */
    boolean add(long key) {
        if (contains(key)) {
            return false;
        }
        put(key, 0);
        return true;
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

    private static int place(long[] keys, int[] values, long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int at = (int) (mixed >>> 32) & keys.length - 1;
        while (values[at] != 0 && keys[at] != key) {
            at = at + 1 & keys.length - 1;
        }
        return at;
    }
}

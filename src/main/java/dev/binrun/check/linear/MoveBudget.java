package dev.binrun.check.linear;

/**
 * How much may be tried to find orders for all keys of a bucket: little for each at first, so that what is plain is found in every
 * key, and then more for those that need it, as long as there is something left.
 */
public final class MoveBudget {
    public static final int ROUNDS = 4;

    /** For one key, at most. */
    public static final long LAST = 25_000_000;

    private static final long[] MOST = {0, 1_000_000, 10_000_000, LAST};
    private static final long ALL = 50_000_000;
    private static final long EACH = 100;

    private long left = ALL;

    /** Judges a key that is to be decided now. */
    public Linearizer last(KeyHistory key) {
        return judge(key, ROUNDS - 1);
    }

    /** @param round the more, the later */
    public Linearizer judge(KeyHistory key, int round) {
        long most = round == 0 ? EACH * (key.operations.size() + 10L) : Math.min(left, MOST[round]);
        long[] budget = {most};
        Linearizer linearizer = Linearizer.judge(key, budget);
        if (round > 0) {
            left = Math.max(0, left - (most - budget[0]));
        }
        return linearizer;
    }
}

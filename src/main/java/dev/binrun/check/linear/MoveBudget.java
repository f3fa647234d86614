package dev.binrun.check.linear;

/**
 * The number of moves that the searches for all keys of a bucket may try. In the first round each key gets a few, so
 * that simple keys are decided soon; later rounds use what is left for the keys that need more.
 */
public final class MoveBudget {
    /** The number of rounds. */
    public static final int ROUNDS = 4;

    /** The greatest number of moves for one key. */
    public static final long LAST = 25_000_000;

    private static final long[] MOST = {0, 1_000_000, 10_000_000, LAST};
    private static final long ALL = 50_000_000;
    private static final long PER_OPERATION = 100;

    private long left = ALL;

    /** Searches for an order of one key with the budget of the last round. */
    public SearchResult last(KeyHistory key) {
        return judge(key, ROUNDS - 1);
    }

    /**
     * Searches for an order of one key with the budget of a round.
     *
     * @param round from 0; later rounds try more moves
     */
    public SearchResult judge(KeyHistory key, int round) {
        long most = round == 0 ? PER_OPERATION * (key.operations.size() + 10L) : Math.min(left, MOST[round]);
        long[] budget = {most};
        SearchResult search = Linearizer.judge(key, budget);
        if (round > 0) {
            left = Math.max(0, left - (most - budget[0]));
        }
        return search;
    }
}

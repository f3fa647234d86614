package dev.binrun.check.linear;

/**
 * The result of a search for an order of operations.
 *
 * @param brokenAt if the order is impossible, the time of the first response that no order explains; otherwise 0
 */
public record SearchResult(Linearizer.Result result, long brokenAt) {
    /** Returns whether there is an order. */
    public boolean isOrdered() {
        return result == Linearizer.Result.ORDERED;
    }

    /** Returns whether there is certainly no order. */
    public boolean isImpossible() {
        return result == Linearizer.Result.IMPOSSIBLE;
    }
}

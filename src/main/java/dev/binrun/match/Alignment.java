package dev.binrun.match;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Aligns the elements of an answer's list with the expected ones, with as few missing, extra and different elements as
 * possible (Needleman and Wunsch, in a band around the diagonal, which bounds the work for long lists).
 */
final class Alignment {
    /** The index of a missing element. */
    static final int NONE = -1;

    /** The largest number of compared pairs, which takes some milliseconds. */
    private static final int MOST_PAIRS = 60_000;

    private static final int LEAST_SLACK = 8;
    private static final int LONGEST = 10_000;

    /** The cost of a missing or an extra element. Two elements with nothing in common cost as much as one of each. */
    private static final int UNMATCHED = 90;

    private static final int FAR = Integer.MAX_VALUE / 2;

    /**
     * An expected element and the element of the answer that is aligned with it.
     *
     * @param expected the index of the expected element; {@link #NONE} for an extra element
     * @param actual the index in the answer; {@link #NONE} for a missing element
     * @param same whether the elements match
     */
    record ElementPair(int expected, int actual, boolean same) {
        /** Returns whether both elements exist. */
        boolean complete() {
            return expected != NONE && actual != NONE;
        }
    }

    private final List<Expected> expected;
    private final Actual list;
    private final int actualSize;
    private final int before;
    private final int after;
    private final int rows;
    private final int columns;
    private final int slack;
    private final int[][] cost;

    private Alignment(List<Expected> expected, Actual list) {
        this.expected = expected;
        this.list = list;
        this.actualSize = list.list().size();
        this.before = matchingFromTheStart();
        this.after = matchingFromTheEnd();
        this.rows = expected.size() - before - after;
        this.columns = actualSize - before - after;
        this.slack = Math.max(LEAST_SLACK, MOST_PAIRS / (rows + 1) / 2);
        this.cost = new int[isTooLong() ? 0 : rows + 1][2 * Math.min(slack, columns) + 1];
    }

    /** Returns the pairs, in the order of both lists. */
    static List<ElementPair> of(List<Expected> expected, Actual list) {
        Alignment alignment = new Alignment(expected, list);
        return alignment.isTooLong() ? alignment.inPlace() : alignment.nearest();
    }

    private int matchingFromTheStart() {
        int at = 0;
        while (at < Math.min(expected.size(), actualSize) && same(at, at)) {
            at++;
        }
        return at;
    }

    private int matchingFromTheEnd() {
        int at = 0;
        while (at < Math.min(expected.size(), actualSize) - before
                && same(expected.size() - 1 - at, actualSize - 1 - at)) {
            at++;
        }
        return at;
    }

    private boolean isTooLong() {
        return Math.max(rows, columns) > LONGEST;
    }

    /** Lists of this length are compared index by index. */
    private List<ElementPair> inPlace() {
        List<ElementPair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.max(expected.size(), actualSize); i++) {
            boolean both = i < expected.size() && i < actualSize;
            pairs.add(new ElementPair(i < expected.size() ? i : NONE, i < actualSize ? i : NONE, both && same(i, i)));
        }
        return pairs;
    }

    private List<ElementPair> nearest() {
        for (int row = 0; row <= rows; row++) {
            for (int column = first(row); column <= Math.min(columns, first(row) + cost[row].length - 1); column++) {
                cost[row][column - first(row)] = least(row, column);
            }
        }
        List<ElementPair> pairs = new ArrayList<>();
        for (int i = expected.size() - 1; i >= expected.size() - after; i--) {
            pairs.add(new ElementPair(i, i + actualSize - expected.size(), true));
        }
        traceBack(pairs);
        for (int i = before - 1; i >= 0; i--) {
            pairs.add(new ElementPair(i, i, true));
        }
        Collections.reverse(pairs);
        return pairs;
    }

    private int least(int row, int column) {
        if (row == 0) {
            return column * UNMATCHED;
        }
        int alone = Math.min(costAt(row - 1, column), costAt(row, column - 1)) + UNMATCHED;
        if (column == 0) {
            return alone;
        }
        int diagonal = costAt(row - 1, column - 1);
        return diagonal >= alone ? alone : Math.min(alone, diagonal + pairCost(row - 1, column - 1));
    }

    private void traceBack(List<ElementPair> pairs) {
        int row = rows;
        int column = columns;
        while (row > 0 || column > 0) {
            boolean together = row > 0
                    && column > 0
                    && costAt(row, column) == costAt(row - 1, column - 1) + pairCost(row - 1, column - 1);
            boolean extra = !together && column > 0 && costAt(row, column) == costAt(row, column - 1) + UNMATCHED;
            row -= extra ? 0 : 1;
            column -= together || extra ? 1 : 0;
            boolean same = together && same(before + row, before + column);
            pairs.add(new ElementPair(extra ? NONE : before + row, together || extra ? before + column : NONE, same));
        }
    }

    private int costAt(int row, int column) {
        int at = column - first(row);
        return at < 0 || at >= cost[row].length || column > columns ? FAR : cost[row][at];
    }

    /** The first column of the band, which follows the diagonal. */
    private int first(int row) {
        return Math.max(0, (rows == 0 ? 0 : (int) ((long) row * columns / rows)) - slack);
    }

    /** The cost of a pair: 0 if the elements match, otherwise in proportion to their difference. */
    private int pairCost(int row, int column) {
        Expected wanted = expected.get(before + row);
        int parts = wanted.weight();
        int differing = Math.min(parts, wanted.distance(list.element(before + column), parts));
        return differing == 0 ? 0 : 2 + (2 * UNMATCHED - 2) * differing / parts;
    }

    private boolean same(int wanted, int at) {
        return expected.get(wanted).matches(list.element(at));
    }
}

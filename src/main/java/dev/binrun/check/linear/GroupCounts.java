package dev.binrun.check.linear;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** The number of writes done from each group of writes of unknown outcome. Only groups with at least one are stored. */
final class GroupCounts {
    static final GroupCounts NONE = new GroupCounts(new int[0], new int[0]);

    /** In ascending order. */
    private final int[] groups;

    private final int[] counts;

    private GroupCounts(int[] groups, int[] counts) {
        this.groups = groups;
        this.counts = counts;
    }

    /** Returns the number of writes of a group. */
    int of(int group) {
        int at = Arrays.binarySearch(groups, group);
        return at < 0 ? 0 : counts[at];
    }

    /** Returns the number of writes of all groups. */
    int sum() {
        return Arrays.stream(counts).sum();
    }

    /** Returns the counts with one more write of a group. */
    GroupCounts plus(int group) {
        int at = Arrays.binarySearch(groups, group);
        if (at >= 0) {
            int[] more = counts.clone();
            more[at]++;
            return new GroupCounts(groups, more);
        }
        int place = -at - 1;
        return new GroupCounts(inserted(groups, place, group), inserted(counts, place, 1));
    }

    private static int[] inserted(int[] numbers, int place, int number) {
        int[] more = Arrays.copyOf(numbers, numbers.length + 1);
        System.arraycopy(numbers, place, more, place + 1, numbers.length - place);
        more[place] = number;
        return more;
    }

    /** Returns the counts of the wanted groups only. */
    GroupCounts retaining(IntPredicate wanted) {
        if (Arrays.stream(groups).allMatch(wanted)) {
            return this;
        }
        return new GroupCounts(
                Arrays.stream(groups).filter(wanted).toArray(),
                Arrays.stream(groups).filter(wanted).map(this::of).toArray());
    }

    /** Returns whether no group has more writes than in other counts. */
    boolean atMost(GroupCounts other) {
        for (int i = 0; i < groups.length; i++) {
            if (counts[i] > other.of(groups[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupCounts that
                && Arrays.equals(groups, that.groups)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(groups) * 31 + Arrays.hashCode(counts);
    }
}

package dev.binrun.check.linear;

import dev.binrun.check.linear.KeyHistory.SeenWrite;
import dev.binrun.check.linear.KeyHistory.WriteGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The groups of writes of unknown outcome on a key, by the state in which they can be done. A write that expects a
 * revision can be done only at that revision, so that most groups need not be tried in most states.
 */
final class UnknownWrites {
    private final KeyHistory key;
    private final int[] always;
    private final int[] unseen;
    private final Map<Long, int[]> byRevision = new HashMap<>();
    private final boolean[] reserved;
    private final int put;
    private final int del;

    UnknownWrites(KeyHistory key) {
        this.key = key;
        List<WriteGroup> groups = key.groups;
        int[] all = IntStream.range(0, groups.size()).toArray();
        int[] free = IntStream.of(all)
                .filter(group -> groups.get(group).expected() < 0)
                .toArray();
        int[] loose = IntStream.of(all)
                .filter(group -> groups.get(group).expected() > 0
                        && !key.revisions.contains(groups.get(group).expected()))
                .toArray();
        // An entry that expires shows older revisions again, and leaves markers whose revisions are not known.
        always = key.expires ? all : free;
        unseen = key.expires ? all : concat(free, loose);
        if (!key.expires) {
            Map<Long, List<Integer>> conditional = new HashMap<>();
            for (int group : all) {
                long expected = groups.get(group).expected();
                if (expected == 0 || key.revisions.contains(expected)) {
                    conditional
                            .computeIfAbsent(expected, revision -> new ArrayList<>())
                            .add(group);
                }
            }
            conditional.forEach((revision, numbers) -> byRevision.put(
                    revision,
                    concat(free, numbers.stream().mapToInt(Integer::intValue).toArray())));
        }
        reserved = findReserved();
        put = groups.indexOf(new WriteGroup(true, false, -1, 0, false));
        del = groups.indexOf(new WriteGroup(false, false, -1, 0, false));
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
    }

    /** Returns the groups that can be done while the last write has a revision that an operation shows. */
    int[] at(long revision) {
        return byRevision.getOrDefault(revision, always);
    }

    /** Returns the groups that can be done while no operation shows the revision of the last write. */
    int[] atUnseen() {
        return unseen;
    }

    /**
     * Returns whether a write without a condition can take the place of a write of a group. Each response needs at most
     * two writes that no operation shows: one that it depends on, and one with a revision that it shows.
     *
     * @param called the number of writes of each group that were invoked so far
     * @param completions the number of responses that are not explained yet
     */
    boolean isReplaceable(int group, int[] called, GroupCounts used, int completions) {
        int plain = key.groups.get(group).sets() ? put : del;
        return plain >= 0 && plain != group && called[plain] - used.of(plain) >= 2 * completions;
    }

    /** Returns whether a write of a group can still be done when the key has at least a revision. */
    boolean isUsable(int group, long least) {
        return key.expires || !key.groups.get(group).isTooLate(least);
    }

    /** Returns whether all writes of a group are needed for the reads that returned its value. */
    boolean isReserved(int group) {
        return reserved[group];
    }

    /**
     * If a value was read at as many revisions as there are writes of unknown outcome with it, each of these writes was
     * read.
     */
    private boolean[] findReserved() {
        Map<Long, Integer> spare = new HashMap<>();
        boolean anyValue = false;
        for (KeyOperation operation : key.operations) {
            if (operation.isOptional() && operation.sets()) {
                spare.merge(operation.value(), 1, Integer::sum);
                anyValue |= operation.value() == 0;
            }
        }
        for (SeenWrite seen : key.seenWrites) {
            if (seen.operation() == null) {
                spare.merge(seen.value(), -1, Integer::sum);
            }
        }
        boolean[] all = new boolean[key.groups.size()];
        for (int group = 0; group < all.length; group++) {
            WriteGroup writes = key.groups.get(group);
            all[group] = !anyValue && writes.wanted() && spare.get(writes.value()) <= 0;
        }
        return all;
    }
}

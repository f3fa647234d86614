package dev.binrun.check.linear;

import dev.binrun.check.linear.KeyHistory.Maybe;
import dev.binrun.check.linear.KeyHistory.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The groups of writes of unknown outcome on a key, by the state in which they can be done. A write that expects a revision can be
 * done only at that revision, so that most groups need not be tried in most states.
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
        List<Maybe> maybes = key.maybes;
        int[] all = IntStream.range(0, maybes.size()).toArray();
        int[] free = IntStream.of(all)
                .filter(group -> maybes.get(group).expected() < 0)
                .toArray();
        int[] loose = IntStream.of(all)
                .filter(group -> maybes.get(group).expected() > 0
                        && !key.revisions.contains(maybes.get(group).expected()))
                .toArray();
        // An entry that expires shows older revisions again, and leaves markers whose revisions are not known.
        always = key.expires ? all : free;
        unseen = key.expires ? all : concat(free, loose);
        if (!key.expires) {
            Map<Long, List<Integer>> conditional = new HashMap<>();
            for (int group : all) {
                long expected = maybes.get(group).expected();
                if (expected == 0 || key.revisions.contains(expected)) {
                    conditional
                            .computeIfAbsent(expected, revision -> new ArrayList<>())
                            .add(group);
                }
            }
            conditional.forEach((revision, groups) -> byRevision.put(
                    revision,
                    concat(free, groups.stream().mapToInt(Integer::intValue).toArray())));
        }
        reserved = reserved();
        put = maybes.indexOf(new Maybe(true, false, -1, 0, false));
        del = maybes.indexOf(new Maybe(false, false, -1, 0, false));
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
    }

    /** The groups that can be done while the last write has a revision that some operation tells. */
    int[] at(long revision) {
        return byRevision.getOrDefault(revision, always);
    }

    /** The groups that can be done while no operation tells the revision of the last write. */
    int[] atUnseen() {
        return unseen;
    }

    /**
     * Returns whether a write without a condition can take the place of one of a group. Each answer needs at most two writes that no
     * operation saw: one that it depends on, and one that fills a revision that it tells.
     *
     * @param called the number of writes of each group that were asked so far
     * @param answers the number of answers that are still to be explained
     */
    boolean replaceable(int group, int[] called, GroupCounts used, int answers) {
        int plain = key.maybes.get(group).sets() ? put : del;
        return plain >= 0 && plain != group && called[plain] - used.of(plain) >= 2 * answers;
    }

    /** Returns whether a group is of no use any more, because the key's revision is beyond the one that it expects. */
    boolean usable(int group, long least) {
        return key.expires || !key.maybes.get(group).isTooLate(least);
    }

    /** Returns whether all writes of a group are needed for the reads that returned its value. */
    boolean reserved(int group) {
        return reserved[group];
    }

    /** If a value was read at as many revisions as there are writes of unknown outcome that set it, each of them was read. */
    private boolean[] reserved() {
        Map<Long, Integer> spare = new HashMap<>();
        boolean anyValue = false;
        for (KeyOperation operation : key.operations) {
            if (operation.optional() && operation.sets()) {
                spare.merge(operation.value(), 1, Integer::sum);
                anyValue |= operation.value() == 0;
            }
        }
        for (Slot slot : key.slots) {
            if (slot.by() == null) {
                spare.merge(slot.value(), -1, Integer::sum);
            }
        }
        boolean[] all = new boolean[key.maybes.size()];
        for (int group = 0; group < all.length; group++) {
            Maybe maybe = key.maybes.get(group);
            all[group] = !anyValue && maybe.wanted() && spare.get(maybe.value()) <= 0;
        }
        return all;
    }
}

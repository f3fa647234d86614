package dev.binrun.check.linear;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A state that a key may be in at some time.
 *
 * @param seen the number of seen writes that are done
 * @param last the group of the last write, if its outcome is unknown; otherwise -1
 * @param least the least revision that the last write can have
 * @param idle whether the last write has not explained any response yet
 * @param used the number of writes of unknown outcome that are done, by group, without groups that no longer matter
 * @param done the places of the open operations that are done, as bits
 */
record SearchState(int seen, int last, long least, boolean idle, GroupCounts used, long[] done) {
    /** Returns whether the operation at a place is done. */
    boolean has(int place) {
        return (done[place >> 6] >>> place & 1) != 0;
    }

    /** Returns the state after the operation at a place. */
    SearchState with(int place) {
        long[] more = done.clone();
        more[place >> 6] |= 1L << place;
        return new SearchState(seen, last, least, false, used, more);
    }

    /** Returns the state with a place that is free for another operation. */
    SearchState without(int place) {
        long[] less = done.clone();
        less[place >> 6] &= ~(1L << place);
        return new SearchState(seen, last, least, false, used, less);
    }

    /** Returns the state after a write of unknown outcome whose revision an operation shows. */
    SearchState afterSeen(int group, long revision) {
        return new SearchState(seen + 1, group, revision, false, used.plus(group), done);
    }

    /** Returns the state after a write of unknown outcome whose revision no operation shows. */
    SearchState afterUnseen(int group, long revision) {
        return new SearchState(seen, group, revision, true, used.plus(group), done);
    }

    /** Returns the state after the next seen write, whose operation is known. */
    SearchState afterKnown(long revision) {
        return new SearchState(seen + 1, -1, revision, false, used, done);
    }

    /** Returns this state without the groups that can no longer be used, because their past use does not matter. */
    SearchState retaining(IntPredicate usable) {
        GroupCounts usableOnly = used.retaining(usable);
        return usableOnly == used ? this : new SearchState(seen, last, least, idle, usableOnly, done);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchState that
                && seen == that.seen
                && last == that.last
                && least == that.least
                && idle == that.idle
                && used.equals(that.used)
                && Arrays.equals(done, that.done);
    }

    @Override
    public int hashCode() {
        return ((seen * 31 + last) * 31 + used.hashCode()) * 31 + Arrays.hashCode(done) + Long.hashCode(least);
    }
}

package dev.binrun.check.linear;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * How a key may stand at some time.
 *
 * @param slot how many of the seen writes are done
 * @param last the group of the last write, if that is one of unknown outcome; -1 if not
 * @param least the least revision that the last write can have, for of some nobody saw which they have
 * @param idle whether that write has explained nothing yet
 * @param used the writes of unknown outcome that are done, by group; groups that no longer matter are left out
 * @param done the places of the operations under way that are done
 */
record SearchState(int slot, int last, long least, boolean idle, GroupCounts used, long[] done) {
    boolean has(int place) {
        return (done[place >> 6] >>> place & 1) != 0;
    }

    SearchState with(int place) {
        long[] more = done.clone();
        more[place >> 6] |= 1L << place;
        return new SearchState(slot, last, least, false, used, more);
    }

    SearchState without(int place) {
        long[] less = done.clone();
        less[place >> 6] &= ~(1L << place);
        return new SearchState(slot, last, least, false, used, less);
    }

    /** After a write of unknown outcome that somebody saw. */
    SearchState afterSeen(int maybe, long revision) {
        return new SearchState(slot + 1, maybe, revision, false, used.plus(maybe), done);
    }

    /** After a write of unknown outcome that nobody saw. */
    SearchState afterUnseen(int maybe, long revision) {
        return new SearchState(slot, maybe, revision, true, used.plus(maybe), done);
    }

    /** After the next seen write, of which the operation is known. */
    SearchState afterKnown(long revision) {
        return new SearchState(slot + 1, -1, revision, false, used, done);
    }

    /** Returns this configuration without the groups that can no longer be used: their past use does not matter. */
    SearchState retaining(IntPredicate usable) {
        GroupCounts usableOnly = used.retaining(usable);
        return usableOnly == used ? this : new SearchState(slot, last, least, idle, usableOnly, done);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchState that
                && slot == that.slot
                && last == that.last
                && least == that.least
                && idle == that.idle
                && used.equals(that.used)
                && Arrays.equals(done, that.done);
    }

    @Override
    public int hashCode() {
        return ((slot * 31 + last) * 31 + used.hashCode()) * 31 + Arrays.hashCode(done) + Long.hashCode(least);
    }
}

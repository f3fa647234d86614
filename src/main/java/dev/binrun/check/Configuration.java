package dev.binrun.check;

import java.util.Arrays;

/**
 * How a key may stand at some time.
 *
 * @param slot how many of the seen writes are done
 * @param last the group of the last write, if that is one of unknown outcome; -1 if not
 * @param unseen how many writes were done since the last seen one that nobody saw the revision of
 * @param idle whether that write has explained nothing yet
 * @param used how many writes of each group of unknown outcome are done
 * @param done the places of the operations under way that are done
 */
record Configuration(int slot, int last, int unseen, boolean idle, int[] used, long[] done) {
    boolean has(int place) {
        return (done[place >> 6] >>> place & 1) != 0;
    }

    Configuration with(int place) {
        long[] more = done.clone();
        more[place >> 6] |= 1L << place;
        return new Configuration(slot, last, unseen, false, used, more);
    }

    Configuration without(int place) {
        long[] less = done.clone();
        less[place >> 6] &= ~(1L << place);
        return new Configuration(slot, last, unseen, false, used, less);
    }

    /** After a write of unknown outcome. */
    Configuration after(int maybe, boolean seen) {
        int[] more = used.clone();
        more[maybe]++;
        return new Configuration(seen ? slot + 1 : slot, maybe, seen ? 0 : unseen + 1, !seen, more, done);
    }

    /** After the next seen write, of which the operation is known. */
    Configuration afterKnown() {
        return new Configuration(slot + 1, -1, 0, false, used, done);
    }

    /** How many writes of unknown outcome are done. */
    int uses() {
        return Arrays.stream(used).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Configuration that
                && slot == that.slot
                && last == that.last
                && unseen == that.unseen
                && idle == that.idle
                && Arrays.equals(used, that.used)
                && Arrays.equals(done, that.done);
    }

    @Override
    public int hashCode() {
        return ((slot * 31 + last) * 31 + Arrays.hashCode(used)) * 31 + Arrays.hashCode(done) + unseen;
    }
}

package dev.binrun.check;

import java.util.Arrays;

/**
 * How a key may stand at some time.
 *
 * @param slot how many of the seen writes are done
 * @param last the group of the last write, if that is one of unknown outcome; -1 if not
 * @param least the least revision that the last write can have, for of some nobody saw which they have
 * @param idle whether that write has explained nothing yet
 * @param used how many writes of each group of unknown outcome are done
 * @param done the places of the operations under way that are done
 */
record Configuration(int slot, int last, long least, boolean idle, int[] used, long[] done) {
    boolean has(int place) {
        return (done[place >> 6] >>> place & 1) != 0;
    }

    Configuration with(int place) {
        long[] more = done.clone();
        more[place >> 6] |= 1L << place;
        return new Configuration(slot, last, least, false, used, more);
    }

    Configuration without(int place) {
        long[] less = done.clone();
        less[place >> 6] &= ~(1L << place);
        return new Configuration(slot, last, least, false, used, less);
    }

    /** After a write of unknown outcome that somebody saw. */
    Configuration afterSeen(int maybe, long revision) {
        return new Configuration(slot + 1, maybe, revision, false, more(maybe), done);
    }

    /** After a write of unknown outcome that nobody saw. */
    Configuration afterUnseen(int maybe, long revision) {
        return new Configuration(slot, maybe, revision, true, more(maybe), done);
    }

    /** After the next seen write, of which the operation is known. */
    Configuration afterKnown(long revision) {
        return new Configuration(slot + 1, -1, revision, false, used, done);
    }

    private int[] more(int maybe) {
        int[] more = used.clone();
        more[maybe]++;
        return more;
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
                && least == that.least
                && idle == that.idle
                && Arrays.equals(used, that.used)
                && Arrays.equals(done, that.done);
    }

    @Override
    public int hashCode() {
        return ((slot * 31 + last) * 31 + Arrays.hashCode(used)) * 31 + Arrays.hashCode(done) + Long.hashCode(least);
    }
}

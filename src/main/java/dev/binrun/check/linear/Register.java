package dev.binrun.check.linear;

import dev.binrun.check.linear.KeyHistory.Maybe;
import dev.binrun.check.linear.KeyHistory.Slot;
import dev.binrun.history.Completion;
import dev.binrun.history.OperationKind;
import java.util.function.Predicate;

/** What a key of a bucket answers as it stands, and which writes it takes. */
final class Register {
    /** How much later than it should the server takes what has expired; of the same time to live the older is taken first. */
    private static final long LATE = 10_000_000_000L;

    private final KeyHistory key;

    Register(KeyHistory key) {
        this.key = key;
    }

    /** Whether an operation that changes nothing may have been answered so. */
    boolean reads(SearchState from, int number) {
        KeyOperation operation = key.operations.get(number);
        if (operation.answer() == Completion.NOT_FOUND) {
            return vacant(from, operation.answered());
        }
        if (operation.answer() == Completion.CONFLICT) {
            return refuses(from, operation);
        }
        if (operation.kind() != OperationKind.KV_GET) {
            return false;
        }
        boolean last = !unseen(from) && from.slot() > 0 && there(from);
        return last && isOf(key.slots.get(from.slot() - 1), operation)
                || afterExpiry(from, operation.answered(), older -> older != null && isOf(older, operation));
    }

    private static boolean isOf(Slot slot, KeyOperation read) {
        return slot.revision() == read.revision()
                && (slot.by() == null || slot.by().sets())
                && (slot.value() == 0 || read.value() == 0 || slot.value() == read.value());
    }

    /** Clients create in two steps where the key was deleted; a second deletion meanwhile refuses them too. */
    private boolean refuses(SearchState from, KeyOperation operation) {
        boolean older = afterExpiry(from, operation.answered(), each -> each != null && isValue(each));
        if (operation.kind() == OperationKind.KV_CREATE && (older || there(from))) {
            return true;
        }
        if (operation.kind() == OperationKind.KV_CREATE && operation.expected() < 0) {
            KeyOperation by = from.slot() > 0 ? key.slots.get(from.slot() - 1).by() : null;
            return from.last() >= 0 || by != null && by.answered() >= operation.asked();
        }
        return unseen(from)
                || revision(from) != operation.expected()
                || afterExpiry(from, operation.answered(), each -> true);
    }

    boolean allows(SearchState from, KeyOperation write) {
        return (write.kind() != OperationKind.KV_CREATE || vacant(from, write.answered()))
                && (write.expected() < 0 || isAt(from, write.expected(), write.answered()));
    }

    boolean allows(SearchState from, Maybe maybe) {
        return (!maybe.create() || vacant(from, Long.MAX_VALUE))
                && (maybe.expected() < 0 || isAt(from, maybe.expected(), Long.MAX_VALUE));
    }

    /** What has expired is as if it never was, or has left a marker whose revision nobody was told. */
    private boolean isAt(SearchState from, long expected, long time) {
        boolean same = unseen(from)
                ? expected >= from.least() && !key.revisions.contains(expected)
                : revision(from) == expected;
        boolean marker = expected > revision(from) && !key.revisions.contains(expected);
        return same
                || afterExpiry(
                        from, time, older -> older == null ? expected == 0 || marker : older.revision() == expected);
    }

    /** Whether nobody saw the revision of the last write. */
    boolean unseen(SearchState from) {
        return from.least() > revision(from);
    }

    private long revision(SearchState from) {
        return from.slot() == 0 ? 0 : key.slots.get(from.slot() - 1).revision();
    }

    boolean there(SearchState from) {
        if (from.last() >= 0) {
            return key.maybes.get(from.last()).sets();
        }
        return from.slot() > 0 && key.slots.get(from.slot() - 1).by().sets();
    }

    private boolean vacant(SearchState from, long time) {
        return !there(from) || afterExpiry(from, time, older -> older == null || !isValue(older));
    }

    /** Whether it is one, or may be. */
    private static boolean isValue(Slot slot) {
        return slot.by() == null || slot.by().sets();
    }

    /**
     * Whether the last write may have expired, and what the key shows then is as wanted: an older write that has not expired, or
     * nothing, which is null.
     */
    private boolean afterExpiry(SearchState from, long time, Predicate<Slot> wanted) {
        if (!key.expires || from.last() < 0 && from.slot() == 0) {
            return false;
        }
        int next = from.slot() - 1;
        long since = 0; // when a write of unknown outcome was done is not known, nor how long it stays
        long ttl = 0;
        boolean purged = false;
        if (from.last() < 0) {
            KeyOperation by = key.slots.get(next--).by();
            if (!mayBeGone(by, time)) {
                return false;
            }
            ttl = by.ttl();
            since = by.asked() + ttl;
            purged = by.kind() == OperationKind.KV_PURGE;
        } else if (!unseen(from)) {
            next--;
        }
        for (long kept = 1; next >= 0 && kept < key.depth && !purged; kept++) {
            Slot older = key.slots.get(next--);
            KeyOperation by = older.by();
            boolean outlasts =
                    by == null || by.ttl() == 0 || by.answered() + by.ttl() + (by.ttl() == ttl ? 0 : LATE) >= since;
            if (outlasts && wanted.test(older)) {
                return true;
            }
            if (by != null && !mayBeGone(by, time)) {
                return !key.maybes.isEmpty() && wanted.test(null); // of which one may have pushed it out
            }
            purged = by != null && by.kind() == OperationKind.KV_PURGE;
        }
        return wanted.test(null);
    }

    private static boolean mayBeGone(KeyOperation by, long time) {
        return by.ttl() > 0 && time - by.asked() >= by.ttl();
    }
}

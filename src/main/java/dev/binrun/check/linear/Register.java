package dev.binrun.check.linear;

import dev.binrun.check.linear.KeyHistory.SeenWrite;
import dev.binrun.check.linear.KeyHistory.WriteGroup;
import dev.binrun.history.Completion;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.function.Predicate;

/** The model of a key: the responses that it gives and the writes that it accepts in a state. */
final class Register {
    /**
     * How late the server may remove an expired entry, in nanoseconds. Of two entries with the same time to live, it
     * removes the older first.
     */
    private static final long LATE = 10_000_000_000L;

    private final KeyHistory key;

    Register(KeyHistory key) {
        this.key = key;
    }

    /** Returns whether an operation that changes nothing can have received its response in a state. */
    boolean reads(SearchState from, int number) {
        KeyOperation operation = key.operations.get(number);
        if (operation.completion() == Completion.NOT_FOUND) {
            return isVacant(from, operation.completedAt());
        }
        if (operation.completion() == Completion.CONFLICT) {
            return rejects(from, operation);
        }
        if (operation.kind() != OperationKind.KV_GET) {
            return false;
        }
        boolean last = !unseen(from) && from.seen() > 0 && hasValue(from);
        return last && isOf(key.seenWrites.get(from.seen() - 1), operation)
                || afterExpiry(from, operation.completedAt(), older -> older != null && isOf(older, operation));
    }

    private static boolean isOf(SeenWrite seen, KeyOperation read) {
        return seen.revision() == read.revision()
                && (seen.operation() == null || seen.operation().sets())
                && (seen.value() == 0 || read.value() == 0 || seen.value() == read.value());
    }

    /** Clients create a deleted key in two steps; a second deletion between these makes the create fail too. */
    private boolean rejects(SearchState from, KeyOperation operation) {
        boolean older = afterExpiry(from, operation.completedAt(), entry -> entry != null && isValue(entry));
        if (operation.kind() == OperationKind.KV_CREATE && (older || hasValue(from))) {
            return true;
        }
        if (operation.kind() == OperationKind.KV_CREATE && operation.expected() < 0) {
            KeyOperation write =
                    from.seen() > 0 ? key.seenWrites.get(from.seen() - 1).operation() : null;
            return from.last() >= 0 || write != null && write.completedAt() >= operation.invokedAt();
        }
        return unseen(from)
                || revision(from) != operation.expected()
                || afterExpiry(from, operation.completedAt(), entry -> true);
    }

    /** Returns whether the key accepts a write in a state. */
    boolean allows(SearchState from, KeyOperation write) {
        return (write.kind() != OperationKind.KV_CREATE || isVacant(from, write.completedAt()))
                && (write.expected() < 0 || isAt(from, write.expected(), write.completedAt()));
    }

    /** Returns whether the key accepts a write of a group in a state. */
    boolean allows(SearchState from, WriteGroup group) {
        return (!group.create() || isVacant(from, Operation.NEVER))
                && (group.expected() < 0 || isAt(from, group.expected(), Operation.NEVER));
    }

    /** An expired entry leaves nothing, or a marker whose revision no operation shows. */
    private boolean isAt(SearchState from, long expected, long time) {
        boolean same = unseen(from)
                ? expected >= from.least() && !key.revisions.contains(expected)
                : revision(from) == expected;
        boolean marker = expected > revision(from) && !key.revisions.contains(expected);
        return same
                || afterExpiry(
                        from, time, older -> older == null ? expected == 0 || marker : older.revision() == expected);
    }

    /** Returns whether no operation shows the revision of the last write. */
    boolean unseen(SearchState from) {
        return from.least() > revision(from);
    }

    private long revision(SearchState from) {
        return from.seen() == 0 ? 0 : key.seenWrites.get(from.seen() - 1).revision();
    }

    /** Returns whether the last write left a value, if it has not expired. */
    boolean hasValue(SearchState from) {
        if (from.last() >= 0) {
            return key.groups.get(from.last()).sets();
        }
        return from.seen() > 0
                && key.seenWrites.get(from.seen() - 1).operation().sets();
    }

    private boolean isVacant(SearchState from, long time) {
        return !hasValue(from) || afterExpiry(from, time, older -> older == null || !isValue(older));
    }

    /** Returns whether a write set a value, or may have set one. */
    private static boolean isValue(SeenWrite seen) {
        return seen.operation() == null || seen.operation().sets();
    }

    /**
     * Returns whether the last write may have expired and the key may then show a wanted entry: an older one that has
     * not expired, or none, which is null.
     */
    private boolean afterExpiry(SearchState from, long time, Predicate<SeenWrite> wanted) {
        if (!key.expires || from.last() < 0 && from.seen() == 0) {
            return false;
        }
        int next = from.seen() - 1;
        long since = 0; // the time and the life of a write of unknown outcome are unknown
        long ttl = 0;
        boolean purged = false;
        if (from.last() < 0) {
            KeyOperation write = key.seenWrites.get(next--).operation();
            if (!mayBeGone(write, time)) {
                return false;
            }
            ttl = write.ttl();
            since = write.invokedAt() + ttl;
            purged = write.kind() == OperationKind.KV_PURGE;
        } else if (!unseen(from)) {
            next--;
        }
        for (long kept = 1; next >= 0 && kept < key.depth && !purged; kept++) {
            SeenWrite older = key.seenWrites.get(next--);
            KeyOperation write = older.operation();
            boolean outlasts = write == null
                    || write.ttl() == 0
                    || write.completedAt() + write.ttl() + (write.ttl() == ttl ? 0 : LATE) >= since;
            if (outlasts && wanted.test(older)) {
                return true;
            }
            if (write != null && !mayBeGone(write, time)) {
                return !key.groups.isEmpty() && wanted.test(null); // a write of unknown outcome may have removed it
            }
            purged = write != null && write.kind() == OperationKind.KV_PURGE;
        }
        return wanted.test(null);
    }

    private static boolean mayBeGone(KeyOperation write, long time) {
        return write.ttl() > 0 && time - write.invokedAt() >= write.ttl();
    }
}

package dev.binrun.check;

import dev.binrun.check.KeyHistory.Maybe;
import dev.binrun.check.KeyHistory.Slot;
import dev.binrun.history.Answer;
import dev.binrun.history.Kind;

/** What a key of a bucket answers as it stands, and which writes it takes. */
final class Register {
    private final KeyHistory key;

    Register(KeyHistory key) {
        this.key = key;
    }

    /** Whether an operation that changes nothing may have been answered so. */
    boolean reads(Configuration from, int number) {
        KeyOperation operation = key.operations.get(number);
        if (operation.answer() == Answer.NOT_FOUND) {
            return vacant(from, operation.answered());
        }
        if (operation.answer() == Answer.CONFLICT) {
            return refuses(from, operation);
        }
        if (operation.kind() != Kind.KV_GET || unseen(from) || from.slot() == 0 || !there(from)) {
            return false;
        }
        Slot slot = key.slots.get(from.slot() - 1);
        return slot.revision() == operation.revision()
                && (slot.value() == 0 || operation.value() == 0 || slot.value() == operation.value());
    }

    /** Clients create in two steps where the key was deleted; a second deletion meanwhile refuses them too. */
    private boolean refuses(Configuration from, KeyOperation operation) {
        if (operation.kind() == Kind.KV_CREATE && there(from)) {
            return true;
        }
        if (operation.kind() == Kind.KV_CREATE && operation.expected() < 0) {
            KeyOperation by = from.slot() > 0 ? key.slots.get(from.slot() - 1).by() : null;
            return from.last() >= 0 || by != null && by.answered() >= operation.asked();
        }
        return unseen(from) || revision(from) != operation.expected() || expired(from, operation.answered());
    }

    boolean allows(Configuration from, KeyOperation write) {
        return (write.kind() != Kind.KV_CREATE || vacant(from, write.answered()))
                && (write.expected() < 0 || isAt(from, write.expected(), write.answered()));
    }

    boolean allows(Configuration from, Maybe maybe) {
        return (!maybe.create() || vacant(from, Long.MAX_VALUE))
                && (maybe.expected() < 0 || isAt(from, maybe.expected(), Long.MAX_VALUE));
    }

    /** What has expired is as if it never was, or has left a marker whose revision nobody was told. */
    private boolean isAt(Configuration from, long expected, long time) {
        boolean same = unseen(from)
                ? expected >= from.least() && !key.revisions.contains(expected)
                : revision(from) == expected;
        boolean marker = expected > revision(from) && !key.revisions.contains(expected);
        return same || (expected == 0 || marker) && expired(from, time);
    }

    /** Whether nobody saw the revision of the last write. */
    boolean unseen(Configuration from) {
        return from.least() > revision(from);
    }

    private long revision(Configuration from) {
        return from.slot() == 0 ? 0 : key.slots.get(from.slot() - 1).revision();
    }

    boolean there(Configuration from) {
        if (from.last() >= 0) {
            return key.maybes.get(from.last()).sets();
        }
        return from.slot() > 0 && key.slots.get(from.slot() - 1).by().sets();
    }

    private boolean vacant(Configuration from, long time) {
        return !there(from) || expired(from, time);
    }

    private boolean expired(Configuration from, long time) {
        if (!key.expires || from.last() < 0 && from.slot() == 0) {
            return false;
        }
        if (from.last() >= 0) {
            return true; // when it was written is not known either
        }
        KeyOperation by = key.slots.get(from.slot() - 1).by();
        return by.ttl() > 0 && time - by.asked() >= by.ttl();
    }
}

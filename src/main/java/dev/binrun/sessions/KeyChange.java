package dev.binrun.sessions;

import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * All changes of a key since the last applied one, combined.
 *
 * @param revision the revision of the last change
 * @param wanted the parsed value; empty if the key has ended
 * @param endedRevision the last revision at which the key ended, so that an older consumer must not continue; 0 if it
 *     did not end
 */
record KeyChange<T>(String key, long revision, Optional<T> wanted, long endedRevision) {

    /** Returns the change to a new value. */
    static <T> KeyChange<T> put(String key, long revision, T wanted) {
        return new KeyChange<>(key, revision, Optional.of(wanted), 0);
    }

    /** Returns the end of a key: a delete, a purge or an empty value. */
    static <T> KeyChange<T> end(String key, long revision) {
        return new KeyChange<>(key, revision, Optional.empty(), revision);
    }

    /** Combines this change with a later one; {@code after} combines their values. */
    KeyChange<T> then(KeyChange<T> later, BinaryOperator<T> after) {
        Optional<T> both = later.wanted;
        if (wanted.isPresent() && both.isPresent()) {
            both = Optional.of(after.apply(wanted.get(), both.get()));
        }
        return new KeyChange<>(key, later.revision, both, Math.max(endedRevision, later.endedRevision));
    }
}

package dev.binrun.sessions;

import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What became of a key since its last change was applied; of many changes in a row only this is kept.
 *
 * @param revision the last one that counts
 * @param wanted what it says; empty if the key has ended
 * @param endedRevision the last revision at which the key ended, 0 if none: what began before does not go on
 */
record KeyChange<T>(String key, long revision, Optional<T> wanted, long endedRevision) {

    static <T> KeyChange<T> put(String key, long revision, T wanted) {
        return new KeyChange<>(key, revision, Optional.of(wanted), 0);
    }

    static <T> KeyChange<T> end(String key, long revision) {
        return new KeyChange<>(key, revision, Optional.empty(), revision);
    }

    /** Both in one; {@code after} gives what the later says, coming after the earlier. */
    KeyChange<T> then(KeyChange<T> later, BinaryOperator<T> after) {
        Optional<T> both = later.wanted;
        if (wanted.isPresent() && both.isPresent()) {
            both = Optional.of(after.apply(wanted.get(), both.get()));
        }
        return new KeyChange<>(key, later.revision, both, Math.max(endedRevision, later.endedRevision));
    }
}

package dev.binrun.verb.flow;

import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Background;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.VerbWorld;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names of background verbs, as arguments. */
final class BackgroundNames {
    private BackgroundNames() {}

    /**
     * Checks the list of names.
     *
     * @throws InvalidArgumentException if the list is empty, or a name occurs twice
     */
    static void check(List<BackgroundName> names) {
        if (names.isEmpty()) {
            throw new InvalidArgumentException("names", "the list of names is empty; name a background verb");
        }
        Set<BackgroundName> seen = new HashSet<>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(duplicate -> {
            throw new InvalidArgumentException("names", "'" + duplicate.name() + "' occurs twice; remove one");
        });
    }

    /**
     * Returns the background verbs that earlier steps started under these names.
     *
     * @throws VerbFailedException if a name has none
     */
    static List<Background> find(List<BackgroundName> names, VerbWorld world) {
        List<Background> all = new ArrayList<>();
        for (BackgroundName name : names) {
            List<Background> found = world.kept(name.name());
            if (found.isEmpty()) {
                throw VerbFailedException.of(
                        "not found: there is no background verb with the name '" + name.name()
                                + "' (the step that starts it did not run)",
                        Reason.NOT_FOUND);
            }
            all.addAll(found);
        }
        return all;
    }

    /** Returns why one of the background verbs gathers nothing more; empty if none has ended by itself. */
    static Optional<String> ended(List<BackgroundName> names, VerbWorld world) {
        return names.stream()
                .flatMap(name -> world.kept(name.name()).stream())
                .map(Background::ended)
                .flatMap(Optional::stream)
                .findFirst();
    }
}

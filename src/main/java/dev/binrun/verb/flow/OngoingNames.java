package dev.binrun.verb.flow;

import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Background;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The names of what goes on, as arguments. */
final class OngoingNames {
    private OngoingNames() {}

    /**
     * Checks that there are names, each of them once.
     *
     * @throws InvalidArgumentException saying which is wrong
     */
    static void check(List<BackgroundName> names) {
        if (names.isEmpty()) {
            throw new InvalidArgumentException("names", "the list of names is empty: there is nothing to look at");
        }
        Set<BackgroundName> seen = new HashSet<>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(twice -> {
            throw new InvalidArgumentException("names", "'" + twice.name() + "' is named twice");
        });
    }

    /**
     * All that the steps before let go on under these names.
     *
     * @throws VerbFailedException if there is nothing under one of them
     */
    static List<Background> find(List<BackgroundName> names, World world) {
        List<Background> all = new ArrayList<>();
        for (BackgroundName name : names) {
            List<Background> kept = world.kept(name.name());
            if (kept.isEmpty()) {
                throw VerbFailedException.of(
                        "not found: there is no background verb with the name '" + name.name()
                                + "' (the step that should have begun it did not)",
                        Reason.NOT_FOUND);
            }
            all.addAll(kept);
        }
        return all;
    }

    /** Returns why the first of them that has ended by itself brings nothing more. */
    static Optional<String> ended(List<BackgroundName> names, World world) {
        return names.stream()
                .flatMap(name -> world.kept(name.name()).stream())
                .map(Background::ended)
                .flatMap(Optional::stream)
                .findFirst();
    }
}

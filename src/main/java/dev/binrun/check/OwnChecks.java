package dev.binrun.check;

import dev.binrun.form.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** The checks that the projects on the class path add, and their problems. */
final class OwnChecks {
    private static final String WORDS = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private final List<CheckType> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Predicate<String> taken;

    private OwnChecks(Predicate<String> taken) {
        this.taken = taken;
    }

    /**
     * Returns all checks that a loader finds.
     *
     * @param taken whether a name already has a meaning
     */
    @SuppressWarnings("rawtypes") // the class of a service has no type parameters
    static OwnChecks load(ServiceLoader<OwnCheck> loader, Predicate<String> taken) {
        OwnChecks own = new OwnChecks(taken);
        Providers.create(
                loader, own::add, reason -> own.problems.add("a check of your project cannot be created: " + reason));
        return own;
    }

    List<CheckType> found() {
        return List.copyOf(found);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    private void add(OwnCheck<?> check) {
        String name = check.name();
        String type = check.getClass().getName();
        if (name == null || !name.matches(WORDS)) {
            problems.add("the check of " + type + " has the name '" + name
                    + "'; a name consists of lower-case letters and digits, with hyphens between words");
        } else if (taken.test(name)
                || found.stream().anyMatch(other -> other.name().equals(name))) {
            problems.add("the check '" + name + "' of " + type + " has the name of another check or key;"
                    + " choose another name");
        } else if (check.arguments() == null || check.holds() == null) {
            problems.add("the check '" + name + "' of " + type + " returns null from arguments() or holds()");
        } else {
            found.add(CheckType.own(check));
        }
    }
}

package dev.binrun.check;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
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
        Iterator<ServiceLoader.Provider<OwnCheck>> providers = loader.stream().iterator();
        boolean more = true;
        while (more) {
            more = own.next(providers);
        }
        return own;
    }

    List<CheckType> found() {
        return List.copyOf(found);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Adds the next check or its problem; returns false if there is no next one. */
    @SuppressWarnings("rawtypes")
    private boolean next(Iterator<ServiceLoader.Provider<OwnCheck>> providers) {
        try {
            if (!providers.hasNext()) {
                return false;
            }
            add(providers.next().get());
        } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
            String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
            problems.add("cannot create a check of your own: " + e.getMessage() + cause);
        }
        return true;
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

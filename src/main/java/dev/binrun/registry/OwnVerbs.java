package dev.binrun.registry;

import dev.binrun.form.Providers;
import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.VerbType;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** The verbs that projects on the class path add, and the problems with them. */
final class OwnVerbs {
    private static final String WORDS = "[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)*";

    private final List<VerbType> found = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Predicate<String> isTaken;

    private OwnVerbs(Predicate<String> isTaken) {
        this.isTaken = isTaken;
    }

    /**
     * Returns the verbs that a loader finds.
     *
     * @param isTaken whether a name is in use already
     */
    @SuppressWarnings("rawtypes") // a service's type has no parameters
    static OwnVerbs load(ServiceLoader<OwnVerb> loader, Predicate<String> isTaken) {
        OwnVerbs verbs = new OwnVerbs(isTaken);
        Providers.create(
                loader,
                verbs::add,
                reason -> verbs.problems.add("a verb of your project cannot be created: " + reason));
        return verbs;
    }

    /** Returns the usable verbs. */
    List<VerbType> found() {
        return List.copyOf(found);
    }

    /** Returns a message for each verb that cannot be used. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private void add(OwnVerb<?> verb) {
        String name = verb.name();
        String className = verb.getClass().getName();
        if (name == null || !name.matches(WORDS)) {
            problems.add("the verb of " + className + " has the name '" + name
                    + "'; a name consists of lower-case letters, digits, '-' and single spaces");
        } else if (isTaken.test(name)
                || found.stream().anyMatch(type -> type.name().equals(name))) {
            problems.add(
                    "the verb '" + name + "' of " + className + " has the name of another verb; choose another name");
        } else if (verb.arguments() == null || verb.kind() == null) {
            problems.add("the verb '" + name + "' of " + className + " returns null from arguments() or kind()");
        } else {
            add(VerbType.own(verb), className);
        }
    }

    private void add(VerbType type, String className) {
        try {
            AnswerShapes.of(type);
            AnswerShapes.gathered(type);
            found.add(type);
        } catch (IllegalArgumentException notAShape) {
            problems.add(
                    "the answers() of the verb '" + type.name() + "' of " + className + ": " + notAShape.getMessage());
        }
    }
}

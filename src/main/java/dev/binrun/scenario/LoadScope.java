package dev.binrun.scenario;

import com.google.gson.JsonElement;
import dev.binrun.form.Nearest;
import dev.binrun.form.Reference;
import dev.binrun.form.Scope;
import dev.binrun.form.Shape;
import dev.binrun.form.Template;
import dev.binrun.form.UnknownNameException;
import dev.binrun.registry.AnswerShapes;
import dev.binrun.verb.VerbType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names that are known at load: some with their values, others with values that only the run provides. */
final class LoadScope implements Scope {
    /** The request that {@code reply} replies to; known only in the reply. */
    static final String REQUEST = "request";

    /** The keys of data that a background verb gathers, which the answer of its own step does not have. */
    private static final Set<String> GATHERED = Set.of("messages", "entries", "received", "cut", "ended");

    private final Map<String, JsonElement> values;
    private final Map<String, Later> later;
    private final Set<String> tooLate;
    private final Set<String> beside;
    private final boolean indexed;

    /**
     * A name whose value the run provides.
     *
     * @param what the value in words, such as {@code the answer of 'stream info'}
     * @param ongoing whether a background verb runs under the name
     * @param gathered the shape of the data that the background verb gathers
     */
    private record Later(String what, boolean ongoing, Shape gathered) {}

    /**
     * @param values the values of the known names
     * @param later names whose values the run provides
     */
    LoadScope(Map<String, JsonElement> values, Set<String> later) {
        this(values, all(later), Set.of(), Set.of(), false);
    }

    private LoadScope(
            Map<String, JsonElement> values,
            Map<String, Later> later,
            Set<String> tooLate,
            Set<String> beside,
            boolean indexed) {
        this.values = Map.copyOf(values);
        this.later = Map.copyOf(later);
        this.tooLate = Set.copyOf(tooLate);
        this.beside = Set.copyOf(beside);
        this.indexed = indexed;
    }

    /** Returns these names inside or outside a repetition, where {@code i} counts the turns. */
    LoadScope indexed(boolean known) {
        return new LoadScope(values, later, tooLate, beside, known);
    }

    /** Returns whether {@code i} counts the turns of a repetition. */
    boolean indexed() {
        return indexed;
    }

    /** Returns these names in a branch, where the names that the other branches keep are unknown. */
    LoadScope beside(LoadScope others) {
        Set<String> theirs = new TreeSet<>(others.later.keySet());
        theirs.removeAll(later.keySet());
        return new LoadScope(values, later, tooLate, theirs, indexed);
    }

    /** Returns these names and the names that others keep. */
    LoadScope and(LoadScope others) {
        Map<String, Later> all = new HashMap<>(later);
        all.putAll(others.later);
        return new LoadScope(values, all, tooLate, beside, indexed);
    }

    /** Returns these names and one under which a step keeps its answer, its error or a background verb. */
    LoadScope andKept(String name, VerbType verb, boolean error) {
        Map<String, Later> more = new HashMap<>(later);
        String what = (error ? "the error of '" : "the answer of '") + verb.name() + "'";
        more.put(name, new Later(what, verb.inBackground() && !error, AnswerShapes.gathered(verb)));
        return new LoadScope(values, more, tooLate, beside, indexed);
    }

    /** Returns these names and more with their values. */
    LoadScope with(Map<String, JsonElement> more) {
        Map<String, JsonElement> all = new HashMap<>(values);
        all.putAll(more);
        return new LoadScope(all, later, tooLate, beside, indexed);
    }

    /** Returns the names whose values are known at load. */
    LoadScope withoutLater() {
        return new LoadScope(values, Map.of(), later.keySet(), beside, indexed);
    }

    /** Returns the values that are known at load. */
    Map<String, JsonElement> values() {
        return values;
    }

    /** Returns whether all references of a text lead to values that are known at load. */
    boolean knows(Template template) {
        return template.references().stream().allMatch(reference -> values.containsKey(reference.root()));
    }

    /**
     * Checks that the run knows all names that a text refers to.
     *
     * @throws UnknownNameException if a name is unknown
     */
    void check(Template template) {
        for (Reference reference : template.references()) {
            String root = reference.root();
            if (tooLate.contains(root)) {
                throw new UnknownNameException("'" + root + "' in '" + reference
                        + "' is known only while the scenario runs, and this value is needed before");
            }
            if (beside.contains(root) && !later.containsKey(root)) {
                throw new UnknownNameException("'" + root + "' in '" + reference
                        + "' is kept in another branch and is known only after all branches");
            }
            if (!values.containsKey(root) && !later.containsKey(root)) {
                throw new UnknownNameException(
                        "unknown name '" + root + "' in '" + reference + "'" + Nearest.hint(root, near(root)));
            }
            checkNotGathered(reference);
        }
    }

    /**
     * Checks that an earlier step starts a background verb under a name.
     *
     * @throws UnknownNameException if no step does
     */
    void checkStarted(String name) {
        Later kept = later.get(name);
        if (kept != null && kept.ongoing()) {
            return;
        }
        if (kept != null || values.containsKey(name)) {
            String what = kept == null ? "a variable" : kept.what();
            throw new UnknownNameException(
                    "'" + name + "' is " + what + ", not a background verb: look it up with ${" + name + "…}");
        }
        Set<String> ongoing = new TreeSet<>();
        later.forEach((key, other) -> {
            if (other.ongoing()) {
                ongoing.add(key);
            }
        });
        throw new UnknownNameException("there is no background verb with the name '" + name + "'"
                + (ongoing.isEmpty()
                        ? ": start one in an earlier step, such as 'sub' with 'as: " + name + "' beside it"
                        : Nearest.hint(name, ongoing)));
    }

    /** Returns the shape of the data that the background verb under a name gathers. */
    Shape gathered(String name) {
        return Optional.ofNullable(later.get(name)).map(Later::gathered).orElse(Shape.ANY);
    }

    private Set<String> near(String unknown) {
        Set<String> near = names();
        if (Nearest.of(unknown, Set.of(REQUEST)).isEmpty()) {
            near.remove(REQUEST);
        }
        return near;
    }

    /** Returns why a text cannot be looked up at its place, although its names are known elsewhere; empty if it can. */
    static Optional<String> notHere(Template template) {
        return template.references().stream()
                        .anyMatch(reference -> reference.root().equals(REQUEST))
                ? Optional.of("'" + REQUEST
                        + "' is not known here: it is the request that 'reply' replies to, known only in the"
                        + " headers and the payload of the reply")
                : Optional.empty();
    }

    @Override
    public Optional<JsonElement> lookup(String name) {
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public Set<String> names() {
        Set<String> all = new TreeSet<>(later.keySet());
        all.addAll(values.keySet());
        return all;
    }

    private void checkNotGathered(Reference reference) {
        Later kept = later.get(reference.root());
        if (kept != null
                && kept.ongoing()
                && reference.path().size() > 1
                && GATHERED.contains(reference.path().get(1))) {
            throw new UnknownNameException("'" + reference + "': '" + reference.root()
                    + "' runs in the background; read its data with 'collect: " + reference.root()
                    + "' and keep that answer under another name");
        }
    }

    private static Map<String, Later> all(Set<String> names) {
        Map<String, Later> all = new HashMap<>();
        names.forEach(name -> all.put(name, new Later("known to every step", false, Shape.ANY)));
        return all;
    }
}

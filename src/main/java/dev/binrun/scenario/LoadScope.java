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

/** What is known of names at load: the values of some, of others only that there will be one. */
final class LoadScope implements Scope {
    /** What {@code reply} answers; known only in what it answers with. */
    static final String REQUEST = "request";

    /** What is gathered in the background, which is no part of the answer of the step that began it. */
    private static final Set<String> GATHERED = Set.of("messages", "entries", "received", "cut", "ended");

    private final Map<String, JsonElement> values;
    private final Map<String, Later> later;
    private final Set<String> tooLate;
    private final Set<String> beside;
    private final boolean indexed;

    /**
     * What will be under a name.
     *
     * @param what in words: {@code the answer of 'stream info'}
     * @param ongoing whether it goes on after its step
     * @param gathered the shape of the data that it gathers meanwhile
     */
    private record Later(String what, boolean ongoing, Shape gathered) {}

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

    /** These names where {@code i} counts the turns of a repetition, or not. */
    LoadScope indexed(boolean known) {
        return new LoadScope(values, later, tooLate, beside, known);
    }

    /** Whether {@code i} counts the turns of a repetition. */
    boolean indexed() {
        return indexed;
    }

    /** These names in a branch; what others keep is not known in it. */
    LoadScope beside(LoadScope others) {
        Set<String> theirs = new TreeSet<>(others.later.keySet());
        theirs.removeAll(later.keySet());
        return new LoadScope(values, later, tooLate, theirs, indexed);
    }

    /** These names and all under which the others keep something. */
    LoadScope and(LoadScope others) {
        Map<String, Later> all = new HashMap<>(later);
        all.putAll(others.later);
        return new LoadScope(values, all, tooLate, beside, indexed);
    }

    /** These names and one more, under which a step keeps its answer, its error, or what it lets go on. */
    LoadScope andKept(String name, VerbType verb, boolean error) {
        Map<String, Later> more = new HashMap<>(later);
        String what = (error ? "the error of '" : "the answer of '") + verb.name() + "'";
        more.put(name, new Later(what, verb.inBackground() && !error, AnswerShapes.gathered(verb)));
        return new LoadScope(values, more, tooLate, beside, indexed);
    }

    /** These names and one more with its value. */
    LoadScope with(Map<String, JsonElement> more) {
        Map<String, JsonElement> all = new HashMap<>(values);
        all.putAll(more);
        return new LoadScope(all, later, tooLate, beside, indexed);
    }

    /** Only those names that have their value already. */
    LoadScope withoutLater() {
        return new LoadScope(values, Map.of(), later.keySet(), beside, indexed);
    }

    /** The values that are known. */
    Map<String, JsonElement> values() {
        return values;
    }

    /** Whether everything that a text refers to has its value already. */
    boolean knows(Template template) {
        return template.references().stream().allMatch(reference -> values.containsKey(reference.root()));
    }

    /**
     * Checks that everything that a text refers to is known or will be.
     *
     * @throws UnknownNameException if something is not
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
     * Checks that a step before lets something go on under a name.
     *
     * @throws UnknownNameException if none does
     */
    void checkOngoing(String name) {
        Later there = later.get(name);
        if (there != null && there.ongoing()) {
            return;
        }
        if (there != null || values.containsKey(name)) {
            String what = there == null ? "a variable" : there.what();
            throw new UnknownNameException(
                    "'" + name + "' is " + what + ", not a background verb: look it up with ${" + name + "…}");
        }
        Set<String> ongoing = new TreeSet<>();
        later.forEach((key, kept) -> {
            if (kept.ongoing()) {
                ongoing.add(key);
            }
        });
        throw new UnknownNameException("there is no background verb with the name '" + name + "'"
                + (ongoing.isEmpty()
                        ? ": start one in an earlier step, such as 'sub' with 'as: " + name + "' beside it"
                        : Nearest.hint(name, ongoing)));
    }

    /** The shape of the data that is gathered under a name. */
    Shape gathered(String name) {
        return Optional.ofNullable(later.get(name)).map(Later::gathered).orElse(Shape.ANY);
    }

    /** The names to choose from in place of one that is unknown. */
    private Set<String> near(String unknown) {
        Set<String> near = names();
        if (Nearest.of(unknown, Set.of(REQUEST)).isEmpty()) {
            near.remove(REQUEST);
        }
        return near;
    }

    /** Why a text cannot be looked up where it stands, although all its names are known elsewhere; empty if it can. */
    static Optional<String> notHere(Template template) {
        return template.references().stream()
                        .anyMatch(reference -> reference.root().equals(REQUEST))
                ? Optional.of("'" + REQUEST + "' is not known here: it is the request that 'reply' replies to, known only in the headers and the payload of the reply")
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
        Later there = later.get(reference.root());
        if (there != null
                && there.ongoing()
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

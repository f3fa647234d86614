package dev.binrun.scenario;

import dev.binrun.registry.Verbs;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.verb.VerbType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** All scenarios that differ from one in a single wrong statement. */
final class GalleryMutants {
    /** The {@code within} of a step that cannot hold, which shows that the step waits. */
    private static final String SOON = "20ms";

    private final String name;
    private final Map<String, String> backgrounds = new HashMap<>();
    private final List<GalleryMutant> mutants = new ArrayList<>();

    private GalleryMutants(String name) {
        this.name = name;
    }

    /** @param nameIfNone the name of a scenario without one */
    static List<GalleryMutant> of(Mapping document, String nameIfNone) {
        GalleryMutants all = new GalleryMutants(
                document.get("name").map(tree -> ((Tree.Scalar) tree).text()).orElse(nameIfNone));
        document.entry("steps")
                .ifPresent(steps -> all.steps(
                        (Sequence) steps.value(), Set.of(), list -> replaced(inMemory(document), "steps", list)));
        return all.mutants;
    }

    /**
     * Adds the mutants of a list of steps.
     *
     * @param around the verbs around the list
     * @param whole returns the document with another list in its place
     */
    private void steps(Sequence list, Set<String> around, UnaryOperator<Tree> whole) {
        for (int i = 0; i < list.items().size(); i++) {
            if (list.items().get(i) instanceof Mapping step) {
                List<Tree> before = list.items().subList(0, i);
                step(
                        step,
                        around,
                        now -> whole.apply(new Sequence(
                                list.place(),
                                Stream.concat(before.stream(), now.stream()).toList())));
            }
        }
    }

    private interface Whole {
        /** Returns the document with some steps in place of one step and all later ones. */
        Tree with(List<Tree> steps);
    }

    private void step(Mapping step, Set<String> around, Whole whole) {
        Entry verb = step.entries().stream()
                .filter(entry -> Verbs.find(entry.key().text()).isPresent())
                .findFirst()
                .orElseThrow();
        VerbType type = Verbs.find(verb.key().text()).orElseThrow();
        Step about = new Step(
                step,
                verb.key().place(),
                step.get("name").map(tree -> ((Tree.Scalar) tree).text()).orElse(type.name()),
                verbs(type, verb.value(), around),
                whole);
        about.expectations();
        about.errors();
        about.added(RecordShape.of(type.arguments()).holdsSteps());
        remember(step, type);
        inner(step, verb, verbs(type, verb.value(), around), whole);
    }

    /**
     * Returns the verbs that a step's statements are about: its own, those around it, and those whose data it collects.
     */
    private Set<String> verbs(VerbType type, Tree arguments, Set<String> around) {
        Set<String> verbs = new HashSet<>(around);
        verbs.add(type.name());
        if (type.flow()) {
            words(arguments)
                    .filter(backgrounds::containsKey)
                    .map(backgrounds::get)
                    .forEach(verbs::add);
        }
        return verbs;
    }

    private void remember(Mapping step, VerbType type) {
        if (type.inBackground()) {
            step.get("as").ifPresent(as -> backgrounds.put(((Tree.Scalar) as).text(), type.name()));
        }
    }

    private void inner(Mapping step, Entry verb, Set<String> around, Whole whole) {
        if (verb.value() instanceof Mapping map
                && map.get("steps").orElse(null) instanceof Sequence steps
                && steps.items().stream().allMatch(Mapping.class::isInstance)) {
            steps(
                    steps,
                    around,
                    list -> whole.with(List.of(replaced(step, verb.key().text(), replaced(map, "steps", list)))));
        }
        Tree branches =
                verb.value() instanceof Mapping map ? map.get("branches").orElse(map) : verb.value();
        if (verb.key().text().equals("parallel") && branches instanceof Sequence list) {
            for (int i = 0; i < list.items().size(); i++) {
                int at = i;
                steps((Sequence) list.items().get(i), around, branch -> {
                    List<Tree> others = new ArrayList<>(list.items());
                    others.set(at, branch);
                    return whole.with(List.of(replaced(step, "parallel", new Sequence(list.place(), others))));
                });
            }
        }
    }

    /** A step whose statements are made wrong. */
    private final class Step {
        private final Mapping written;
        private final Place place;
        private final String label;
        private final Set<String> verbs;
        private final Whole whole;

        Step(Mapping written, Place place, String label, Set<String> verbs, Whole whole) {
            this.written = written;
            this.place = place;
            this.label = label;
            this.verbs = verbs;
            this.whole = whole;
        }

        void expectations() {
            written.get("expect")
                    .map(ExpectationMutations::expectation)
                    .orElse(List.of())
                    .forEach(mutation -> add("expect", mutation));
        }

        void errors() {
            Optional<Tree> error = written.get("error");
            error.map(ExpectationMutations::error).orElse(List.of()).forEach(mutation -> add("error", mutation));
            error.ifPresent(like -> add(
                    waitedFor(with("expect", anyAnswer())),
                    "expected an answer, was the error ",
                    Set.of(like instanceof Mapping map && map.entries().isEmpty() ? "error: {}" : "error"),
                    true,
                    "no error is expected"));
        }

        /** Adds an expected error to a step that passes. */
        void added(boolean holdsSteps) {
            if (written.get("error").isEmpty() && !holdsSteps) {
                add(
                        waitedFor(with("error", new Mapping(place, List.of()))),
                        "expected an error, was an answer: ",
                        Set.of(),
                        false,
                        "an error is expected");
            }
        }

        /** Returns the step with a single statement. */
        private Mapping with(String key, Tree statement) {
            List<Entry> entries = new ArrayList<>(without(written, Set.of("expect", "error", "within", "during"))
                    .entries());
            entries.add(new Entry(word(key), statement));
            return new Mapping(written.place(), entries);
        }

        /** A scenario without statements would be invalid. */
        private Mapping anyAnswer() {
            return new Mapping(place, List.of(new Entry(word("took"), word(">= 0s"))));
        }

        private void add(String key, Mutation mutation) {
            boolean time = mutation.forms().stream().anyMatch(dev.binrun.scenario.Step.TIMES::contains);
            Mapping wrong = replaced(written, key, mutation.tree());
            boolean waits = written.get("within").isPresent();
            List<Tree> steps = waits && !time ? waitedFor(replaced(wrong, "within", word(SOON))) : List.of(wrong);
            Set<String> forms = new HashSet<>(mutation.forms());
            if (waits) {
                forms.add("within");
            }
            if (written.get("during").isPresent()) {
                forms.add("during");
            }
            // a pull of a later try finds no messages, so the mutant differs at other places too
            boolean takes = waits && written.get("consumer next").isPresent();
            add(steps, takes ? "" : mutation.path(), forms, true, mutation.what());
        }

        private void add(List<Tree> steps, String path, Set<String> forms, boolean stated, String what) {
            Set<String> covers = new HashSet<>(forms);
            covers.addAll(verbs);
            mutants.add(new GalleryMutant(whole.with(steps), name, place, label, path, covers, stated, what));
        }

        /**
         * A statement with {@code within} must hold before its mutant runs, because otherwise the mutant fails for lack
         * of time.
         */
        private List<Tree> waitedFor(Mapping wrong) {
            if (written.get("within").isEmpty()) {
                return List.of(wrong);
            }
            Mapping right = without(written, Set.of("as", "during", "name"));
            List<Entry> named = new ArrayList<>(right.entries());
            named.add(new Entry(word("name"), word("before the mutant")));
            return List.of(new Mapping(right.place(), named), wrong);
        }

        private Tree.Scalar word(String text) {
            return new Tree.Scalar(place, text, false, false);
        }
    }

    /** Adds memory storage, which is faster, if the scenario states none. */
    private static Mapping inMemory(Mapping document) {
        if (document.get("server").isPresent() || words(document).anyMatch(Set.of("file", "memory")::contains)) {
            return document;
        }
        Place place = document.place();
        Tree memory = new Mapping(
                place,
                List.of(new Entry(
                        new Tree.Scalar(place, "storage", false, true),
                        new Tree.Scalar(place, "memory", false, true))));
        List<Entry> entries = new ArrayList<>(document.entries());
        entries.add(new Entry(new Tree.Scalar(place, "server", false, true), memory));
        return new Mapping(place, entries);
    }

    private static Stream<String> words(Tree tree) {
        if (tree instanceof Mapping map) {
            return map.entries().stream().flatMap(entry -> words(entry.value()));
        }
        return tree instanceof Sequence list
                ? list.items().stream().flatMap(GalleryMutants::words)
                : Stream.of(((Tree.Scalar) tree).text());
    }

    private static Mapping replaced(Mapping map, String key, Tree value) {
        return new Mapping(
                map.place(),
                map.entries().stream()
                        .map(e -> e.key().text().equals(key) ? new Entry(e.key(), value) : e)
                        .toList());
    }

    private static Mapping without(Mapping map, Set<String> keys) {
        return new Mapping(
                map.place(),
                map.entries().stream()
                        .filter(e -> !keys.contains(e.key().text()))
                        .toList());
    }
}

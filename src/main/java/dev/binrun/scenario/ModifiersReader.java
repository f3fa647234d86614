package dev.binrun.scenario;

import dev.binrun.form.Nearest;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.verb.VerbType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the keys beside a step's verb, and checks them as far as they are known. */
public record ModifiersReader(LoadScope names, Problems problems) {
    /** The names of the keys beside a verb. */
    static final Set<String> KEYS = Set.copyOf(RecordShape.of(Modifiers.class).names());

    /** The keys of an expected error that is a map. */
    public static final List<String> ERROR_FIELDS = List.of("code", "err_code", "description");

    /** Returns the modifiers of a step with a verb only. */
    static Modifiers none() {
        return new Modifiers(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Returns the keys beside the verb, and adds their problems; empty if they cannot be used. */
    Optional<Modifiers> read(Mapping written) {
        List<Entry> entries = written.entries().stream()
                .filter(entry -> KEYS.contains(entry.key().text()))
                .map(entry -> new Entry(entry.key(), early(entry)))
                .toList();
        Binder binder = new Binder(ValueBinder.atLoad(names, problems), problems);
        Optional<Modifiers> modifiers = binder.bind(Modifiers.class, new Mapping(written.place(), entries), "a step");
        modifiers.flatMap(Modifiers::expect).ifPresent(tree -> ExpectedReader.check(tree, names, problems));
        modifiers.flatMap(Modifiers::error).ifPresent(this::checkError);
        modifiers
                .filter(read -> read.error().isPresent())
                .flatMap(Modifiers::expect)
                .ifPresent(this::checkTimesOnly);
        modifiers
                .flatMap(Modifiers::as)
                .filter(names.values()::containsKey)
                .ifPresent(name -> problems.add(
                        written.get("as").orElseThrow().place(),
                        "'" + name + "' is already the name of a variable; choose another"));
        return modifiers;
    }

    /** Only an expectation can refer to kept answers; all other keys must be known at load. */
    private Tree early(Entry entry) {
        boolean mayWait = Set.of("expect", "error").contains(entry.key().text());
        return Resolver.early(entry.value(), mayWait ? names : names.withoutLater(), problems);
    }

    /** Adds a problem for each key that this verb does not support. */
    void checkBeside(VerbType type, Modifiers modifiers, Mapping written) {
        if (type.flow() && modifiers.client().isPresent()) {
            problems.add(
                    written.entry("client").orElseThrow().key().place(),
                    "'" + type.name() + "' sends no request, so 'client' has no effect; remove it");
        }
        if (RecordShape.of(type.arguments()).holdsSteps()) {
            written.entry("error")
                    .ifPresent(entry -> problems.add(
                            entry.key().place(),
                            "'" + type.name() + "' fails only if a step in it fails: write 'error' beside that step"));
            written.entry("during")
                    .ifPresent(entry -> problems.add(
                            entry.key().place(),
                            "'during' repeats a single step, not '" + type.name()
                                    + "' (repeat: {for: …} repeats several steps)"));
        }
    }

    private void checkTimesOnly(Tree expect) {
        if (!(expect instanceof Mapping map)) {
            problems.add(
                    expect.place(), "with 'error', 'expect' must be a map of took and at; this is " + expect.kind());
            return;
        }
        map.entries().stream()
                .filter(entry -> !Step.TIMES.contains(entry.key().text()))
                .forEach(entry -> problems.add(
                        entry.key().place(),
                        "a step with 'error' has no answer: 'expect' can contain only took and at, not '"
                                + entry.key().text() + "'"));
    }

    private void checkError(Tree tree) {
        if (tree instanceof Mapping map) {
            ExpectedReader.check(map, names, problems);
            map.entries().stream()
                    .filter(entry -> !ERROR_FIELDS.contains(entry.key().text()))
                    .forEach(entry -> problems.add(
                            entry.key().place(),
                            "an error has no '" + entry.key().text() + "'"
                                    + Nearest.hint(entry.key().text(), ERROR_FIELDS)));
        } else if (!(tree instanceof Scalar scalar)
                || scalar.isNull()
                || scalar.text().isBlank()) {
            problems.add(
                    tree.place(),
                    "'error' takes an err_code, a word of the description, a map, or {} for any; this is "
                            + tree.kind());
        }
    }
}

package dev.binrun.scenario;

import dev.binrun.form.Nearest;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.verb.VerbType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads steps, and checks them as far as they are known at load. */
final class StepReader {
    private final SourceText source;
    private final Problems problems;
    private final Duration timeout;
    private LoadScope names;

    StepReader(SourceText source, Problems problems, Duration timeout, LoadScope names) {
        this.source = source;
        this.problems = problems;
        this.timeout = timeout;
        this.names = names;
    }

    /** Returns the valid steps of a list, and adds the problems of the others. */
    List<Step> steps(Tree tree) {
        if (!(tree instanceof Sequence list)) {
            problems.add(tree.place(), "'steps' must be a list of steps, this is " + tree.kind() + dashes(tree));
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        list.items().forEach(item -> step(item).ifPresent(steps::add));
        return steps;
    }

    /** Returns the steps that create the items of one key of the topology. */
    List<Step> topology(String key, VerbType type, Tree tree) {
        if (!(tree instanceof Sequence list)) {
            problems.add(tree.place(), "'" + key + "' must be a list of maps, this is " + tree.kind() + dashes(tree));
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (Tree item : list.items()) {
            Items items = items(type, List.of(item), Set.of());
            steps.add(new Step(
                    source,
                    item.place(),
                    type,
                    items.arguments(),
                    false,
                    ModifiersReader.none(),
                    ExpectedKeys.NONE,
                    items.atMost()));
        }
        return steps;
    }

    /** Returns the names that the next step knows. */
    LoadScope names() {
        return names;
    }

    /** Sets the names that the next step knows. */
    void useNames(LoadScope others) {
        names = others;
    }

    /** Returns the fix for a value that is not a list. */
    static String dashes(Tree tree) {
        return tree instanceof Mapping || tree instanceof Scalar scalar && !scalar.isNull()
                ? " (start each item with '- ')"
                : "";
    }

    private Optional<Step> step(Tree item) {
        if (item instanceof Scalar word && !word.isNull()) {
            return step(new Mapping(item.place(), List.of(new Entry(word, nothing(item.place())))));
        }
        if (!(item instanceof Mapping map)) {
            problems.add(
                    item.place(),
                    "a step must be a verb with its arguments, such as 'stream info: ORDERS'; this is " + item.kind());
            return Optional.empty();
        }
        return step(map);
    }

    private Optional<Step> step(Mapping written) {
        List<Entry> verbs = written.entries().stream()
                .filter(entry -> !ModifiersReader.KEYS.contains(entry.key().text()))
                .toList();
        List<Entry> known = verbs.stream()
                .filter(entry -> Verbs.find(entry.key().text()).isPresent())
                .toList();
        if (verbs.size() != 1 || known.size() != 1) {
            noSingleVerb(written, verbs, known);
        }
        if (known.size() != 1 || holdsArguments(verbs, known.get(0))) {
            new ModifiersReader(names, problems).read(written);
            return Optional.empty();
        }
        return step(written, known.get(0));
    }

    private Optional<Step> step(Mapping written, Entry verb) {
        VerbType type = Verbs.find(verb.key().text()).orElseThrow();
        ModifiersReader reader = new ModifiersReader(names, problems);
        Optional<Modifiers> modifiers = reader.read(written);
        Items items = withoutExpectedWarnings(type, written).items(type, verb.value(), ModifiersReader.KEYS);
        modifiers.ifPresent(beside -> reader.checkBeside(type, beside, written));
        boolean list = verb.value() instanceof Sequence && !type.flow();
        ExpectedKeys keys = modifiers
                .filter(beside -> beside.error().isEmpty())
                .flatMap(Modifiers::expect)
                .map(expect -> ExpectedKeys.check(expect, new AnswerOf(type, items.arguments(), list), names, problems))
                .orElse(ExpectedKeys.NONE);
        modifiers.ifPresent(beside -> beside.as()
                .ifPresent(
                        name -> names = names.andKept(name, type, beside.error().isPresent())));
        return modifiers
                .map(beside -> new Step(
                        source, verb.key().place(), type, items.arguments(), list, beside, keys, items.atMost()))
                .filter(step -> checkTimes(step, written));
    }

    /** If the step expects an error, warnings are dropped, because an unknown value can be its cause. */
    private StepReader withoutExpectedWarnings(VerbType type, Mapping written) {
        return written.entry("error").isEmpty() || type.flow()
                ? this
                : new StepReader(source, problems.withoutWarnings(), timeout, names);
    }

    private void noSingleVerb(Mapping written, List<Entry> verbs, List<Entry> known) {
        if (verbs.isEmpty()) {
            problems.add(written.place(), "this step has no verb, such as 'pub' or 'stream info'");
        } else if (known.size() > 1) {
            problems.add(
                    known.get(1).key().place(),
                    "a step must have one verb, this has '" + known.get(0).key().text() + "' and '"
                            + known.get(1).key().text() + "' (start the second with its own '-')");
        }
        for (Entry entry : verbs) {
            if (!known.contains(entry)) {
                unknownKey(entry, known);
            }
        }
    }

    private void unknownKey(Entry entry, List<Entry> known) {
        String key = entry.key().text();
        boolean noVerb = known.isEmpty();
        if (!noVerb && isArgument(known.get(0).key().text(), key)) {
            problems.add(
                    entry.key().place(),
                    "'" + key + "' is an argument of '" + known.get(0).key().text()
                            + "': indent it deeper than the verb");
            return;
        }
        Set<String> candidates = new TreeSet<>(ModifiersReader.KEYS);
        if (noVerb) {
            candidates.addAll(Verbs.names());
        }
        problems.add(
                entry.key().place(),
                noVerb
                        ? UnknownVerb.message(key, candidates)
                        : "a step has no '" + key + "'" + Nearest.hint(key, candidates));
    }

    private static boolean isArgument(String verb, String key) {
        return Verbs.find(verb)
                .filter(type -> RecordShape.of(type.arguments()).takes(key))
                .isPresent();
    }

    /** If arguments stand beside the verb, those that are missing under it are not reported. */
    private static boolean holdsArguments(List<Entry> verbs, Entry verb) {
        return verbs.stream()
                .anyMatch(entry -> isArgument(verb.key().text(), entry.key().text()));
    }

    /**
     * The items that a step runs in order.
     *
     * @param arguments the arguments of each item
     * @param atMost the maximum duration of all items together
     */
    private record Items(List<Mapping> arguments, Duration atMost) {}

    private Items items(VerbType type, Tree value, Set<String> beside) {
        List<Tree> items = value instanceof Sequence list && !type.flow() ? list.items() : List.of(value);
        if (items.isEmpty()) {
            problems.add(value.place(), "'" + type.name() + "' has an empty list; list at least one item");
        }
        Items read = items(type, items, beside);
        boolean fits = new ArgumentReader(names, problems, timeout)
                .fits(type, read.atMost(), " for its " + items.size() + " items", value.place());
        return fits ? read : new Items(read.arguments(), Duration.ZERO);
    }

    private Items items(VerbType type, List<Tree> items, Set<String> beside) {
        LoadScope before = names;
        ArgumentReader reader = new ArgumentReader(before, problems, timeout);
        List<Mapping> arguments = new ArrayList<>();
        Duration all = Duration.ZERO;
        for (Tree item : items) {
            Tree known = type.flow() ? item : Resolver.early(item, before, problems);
            Optional<Mapping> map = reader.asMap(type, known);
            if (type.flow()) {
                map = map.map(written -> new BlockReader(this, problems).read(type, written))
                        .map(read -> (Mapping) Resolver.early(read, before, problems));
            }
            all = all.plus(
                    map.map(written -> reader.check(type, written, beside)).orElse(Duration.ZERO));
            map.ifPresent(arguments::add);
        }
        return new Items(arguments, all);
    }

    private boolean checkTimes(Step step, Mapping written) {
        Duration wait = step.within().orElse(Duration.ZERO).plus(step.during().orElse(Duration.ZERO));
        if (wait.compareTo(timeout) > 0) {
            problems.add(
                    step.place(),
                    "this step can wait " + written(wait) + ", longer than the scenario's timeout of "
                            + written(timeout) + " (raise timeout)");
        }
        if (step.within().isPresent() && !step.verb().repeatable()) {
            problems.add(
                    written.entry("within").orElseThrow().key().place(),
                    "'within' repeats only verbs that read, and '"
                            + step.verb().name()
                            + "' does more (write 'within' beside a later step that reads,"
                            + " such as collect or stream info)");
        }
        return true;
    }

    private static String written(Duration duration) {
        return dev.binrun.form.Quantity.write(duration);
    }

    private static Scalar nothing(Place place) {
        return new Scalar(place, "", true, true);
    }
}

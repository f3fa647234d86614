package dev.binrun.scenario;

import dev.binrun.check.Check;
import dev.binrun.check.CheckType;
import dev.binrun.check.Checks;
import dev.binrun.form.Arg;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the checks of a scenario and validates them at load. */
public final class ChecksReader {
    /** The keys beside a check. */
    public record Beside(
            @Arg("shown in reports in place of the check") Optional<String> name) {}

    /** The names of the keys beside a check. */
    static final Set<String> KEYS = Set.copyOf(RecordShape.of(Beside.class).names());

    private static final List<String> NAMES =
            Checks.all().stream().map(CheckType::name).toList();

    private final SourceText source;
    private final Problems problems;
    private final LoadScope names;

    /** @param names the names that are known after the last step */
    ChecksReader(SourceText source, Problems problems, LoadScope names) {
        this.source = source;
        this.problems = problems;
        this.names = names.withoutLater();
    }

    /** Returns the valid checks of a list, and adds the problems of the others. */
    List<StatedCheck> read(Tree tree) {
        if (!(tree instanceof Sequence list)) {
            problems.add(
                    tree.place(),
                    "'checks' must be a list of checks, this is " + tree.kind() + StepReader.dashes(tree));
            return List.of();
        }
        if (list.items().isEmpty()) {
            problems.add(list.place(), "'checks' is an empty list; state a check, or remove 'checks'");
        }
        List<StatedCheck> checks = new ArrayList<>();
        list.items().forEach(item -> item(item).ifPresent(checks::add));
        return checks;
    }

    private Optional<StatedCheck> item(Tree item) {
        if (item instanceof Scalar word && !word.isNull()) {
            Scalar nothing = new Scalar(item.place(), "", true, true);
            return check(new Mapping(item.place(), List.of(new Entry(word, nothing))));
        }
        if (item instanceof Mapping map) {
            return check(map);
        }
        problems.add(
                item.place(),
                "a check must be a name with arguments, such as 'no-acked-loss: ORDERS'; this is " + item.kind());
        return Optional.empty();
    }

    private Optional<StatedCheck> check(Mapping written) {
        List<Entry> checks = written.entries().stream()
                .filter(entry -> !KEYS.contains(entry.key().text()))
                .toList();
        List<Entry> known = checks.stream()
                .filter(entry -> Checks.find(entry.key().text()).isPresent())
                .toList();
        Optional<Beside> beside = beside(written);
        if (checks.size() != 1 || known.size() != 1) {
            noSingleCheck(written, checks, known);
        }
        boolean argumentsBeside = known.size() == 1
                && checks.stream()
                        .anyMatch(entry -> isArgument(known.get(0), entry.key().text()));
        return known.size() != 1 || argumentsBeside
                ? Optional.empty()
                : check(known.get(0)).flatMap(check -> beside.map(keys -> stated(known.get(0), keys, check)));
    }

    private StatedCheck stated(Entry written, Beside beside, Check check) {
        Place place = written.key().place();
        CheckType type = type(written);
        return new StatedCheck(place, beside.name().orElse(type.name()), type, check, source.block(place));
    }

    private Optional<Beside> beside(Mapping written) {
        List<Entry> entries = written.entries().stream()
                .filter(entry -> KEYS.contains(entry.key().text()))
                .map(entry -> new Entry(entry.key(), Resolver.early(entry.value(), names, problems)))
                .toList();
        return binder().bind(Beside.class, new Mapping(written.place(), entries), "a check");
    }

    private void noSingleCheck(Mapping written, List<Entry> checks, List<Entry> known) {
        if (checks.isEmpty()) {
            problems.add(written.place(), "this item has no check, such as 'no-acked-loss: ORDERS'");
        } else if (known.size() > 1) {
            problems.add(
                    known.get(1).key().place(),
                    "an item must have one check, this has '"
                            + known.get(0).key().text() + "' and '"
                            + known.get(1).key().text() + "' (start the second with its own '-')");
        }
        checks.stream()
                .filter(entry -> !known.contains(entry))
                .forEach(entry ->
                        problems.add(entry.key().place(), unknown(entry.key().text(), known)));
    }

    private static String unknown(String key, List<Entry> known) {
        if (!known.isEmpty()) {
            String check = known.get(0).key().text();
            return isArgument(known.get(0), key)
                    ? "'" + key + "' is an argument of '" + check + "': indent it deeper than the check"
                    : "a check has no '" + key + "'" + Nearest.hint(key, KEYS);
        }
        Set<String> candidates = new TreeSet<>(NAMES);
        candidates.addAll(KEYS);
        boolean verb =
                Verbs.find(key).isPresent() && Nearest.of(key, candidates).isEmpty();
        return "there is no check '" + key + "'"
                + (verb
                        ? " (it is a verb: move it to 'steps')"
                        : Nearest.hint(key, Nearest.of(key, candidates).isEmpty() ? new TreeSet<>(NAMES) : candidates));
    }

    private static boolean isArgument(Entry check, String key) {
        return RecordShape.of(type(check).arguments()).takes(key);
    }

    private static CheckType type(Entry check) {
        return Checks.find(check.key().text()).orElseThrow();
    }

    private Optional<Check> check(Entry written) {
        CheckType type = type(written);
        return arguments(type, Resolver.early(written.value(), names, problems))
                .flatMap(map -> binder().bind(type.arguments(), map, "'" + type.name() + "'"))
                .map(Record.class::cast)
                .map(type::with);
    }

    private Optional<Mapping> arguments(CheckType type, Tree value) {
        if (value instanceof Mapping map) {
            return Optional.of(
                    ArgumentReader.withoutKeysBeside("check", type.name(), type.arguments(), KEYS, map, problems));
        }
        if (value instanceof Sequence) {
            problems.add(
                    value.place(),
                    "'" + type.name()
                            + "' takes a map, or its arguments in order; this is a list"
                            + " (state one check for each stream)");
            return Optional.empty();
        }
        return PositionalArguments.read(type.name(), type.arguments(), (Scalar) value, problems)
                .filter(map -> map.entries().stream().allMatch(entry -> isOneWord(type, entry)));
    }

    /** Names of streams, consumers and buckets contain no spaces. */
    private boolean isOneWord(CheckType type, Entry entry) {
        boolean blank = ((Scalar) entry.value()).text().matches(".*\\s.*");
        if (blank) {
            List<String> positions = RecordShape.of(type.arguments()).positional();
            problems.add(
                    entry.value().place(),
                    "'" + type.name() + "' takes in order: " + String.join(" ", positions) + "; "
                            + entry.value().kind() + " is more than one word");
        }
        return !blank;
    }

    private Binder binder() {
        return new Binder(ValueBinder.atLoad(names, problems), problems);
    }
}

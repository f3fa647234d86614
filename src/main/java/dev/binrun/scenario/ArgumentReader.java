package dev.binrun.scenario;

import dev.binrun.form.Quantity;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the arguments of a verb, written as a map or in the CLI's order, and checks them as far as they are known. */
record ArgumentReader(LoadScope names, Problems problems, Duration timeout) {
    /**
     * Checks a verb's arguments as far as they are known. Returns the verb's maximum duration; zero if unknown or too
     * long.
     *
     * @param beside the keys that belong beside the verb; none in the topology, which has no verbs
     */
    Duration check(VerbType type, Mapping map, Set<String> beside) {
        Problems found = allowsUnknown(map) ? problems.withoutWarnings() : problems;
        Binder binder = new Binder(ValueBinder.atLoad(names, found), found);
        return binder.bind(
                        type.arguments(),
                        withoutKeysBeside("verb", type.name(), type.arguments(), beside, map, problems),
                        "'" + type.name() + "'")
                .map(type::with)
                .map(Verb::atMost)
                .filter(most -> fits(type, most, "", map.place()))
                .orElse(Duration.ZERO);
    }

    /** Returns whether the arguments are for a newer server, which can have unknown fields and values. */
    static boolean allowsUnknown(Mapping map) {
        return map.get("allow_unknown")
                .filter(tree -> tree instanceof Scalar scalar && scalar.text().equals("true"))
                .isPresent();
    }

    /** Returns whether a duration fits the scenario's timeout; otherwise adds the problem. */
    boolean fits(VerbType type, Duration most, String what, Place place) {
        if (most.compareTo(timeout) > 0) {
            problems.add(
                    place,
                    "'" + type.name() + "' can take " + Quantity.write(most) + what
                            + ", longer than the scenario's timeout of " + Quantity.write(timeout)
                            + " (raise timeout)");
            return false;
        }
        return true;
    }

    /**
     * Returns the arguments of a verb or a check without the keys that belong beside it, and adds their problems.
     *
     * @param kind {@code verb} or {@code check}
     * @param beside the keys that belong beside it
     */
    static Mapping withoutKeysBeside(
            String kind, String name, Class<?> record, Set<String> beside, Mapping map, Problems problems) {
        Map<Boolean, List<Entry>> misplaced = map.entries().stream()
                .collect(Collectors.partitioningBy(
                        entry -> beside.contains(entry.key().text())
                                && !RecordShape.of(record).takes(entry.key().text())));
        misplaced
                .get(true)
                .forEach(entry -> problems.add(
                        entry.key().place(),
                        "'" + entry.key().text() + "' belongs beside the " + kind
                                + ", not among its arguments: indent it like '" + name + "'"));
        return new Mapping(map.place(), misplaced.get(false));
    }

    /** Returns a verb's arguments as a map; empty if they have another form, which is then among the problems. */
    Optional<Mapping> asMap(VerbType type, Tree value) {
        if (value instanceof Mapping map) {
            return Optional.of(map);
        }
        if (value instanceof Sequence) {
            return type.flow() ? listAsMap(type, value) : noList(type, value, "a map, or its arguments in order");
        }
        return PositionalArguments.read(type.name(), type.arguments(), (Scalar) value, problems);
    }

    /** A list is the value of the first argument. */
    private Optional<Mapping> listAsMap(VerbType type, Tree list) {
        List<String> positions = RecordShape.of(type.arguments()).positional();
        if (positions.isEmpty()) {
            return noList(type, list, "a map");
        }
        Scalar first = new Scalar(list.place(), positions.get(0), true, true);
        return Optional.of(new Mapping(list.place(), List.of(new Entry(first, list))));
    }

    private Optional<Mapping> noList(VerbType type, Tree list, String form) {
        List<String> names = RecordShape.of(type.arguments()).names();
        problems.add(
                list.place(),
                "'" + type.name() + "' takes " + form + "; this is a list"
                        + (type.flow() ? " (its arguments: " + String.join(", ", names) + ")" : ""));
        return Optional.empty();
    }
}

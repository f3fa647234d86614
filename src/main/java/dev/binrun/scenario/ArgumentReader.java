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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the arguments of a verb, written as a map or in the CLI's order, and checks them as far as they are known. */
final class ArgumentReader {
    private final LoadScope names;
    private final Problems problems;
    private final Duration timeout;

    ArgumentReader(LoadScope names, Problems problems, Duration timeout) {
        this.names = names;
        this.problems = problems;
        this.timeout = timeout;
    }

    /**
     * Checks a verb's arguments as far as they are known. Returns the verb's maximum duration; zero if unknown or too
     * long.
     */
    Duration check(VerbType type, Mapping map) {
        Problems found = allowsUnknown(map) ? problems.withoutWarnings() : problems;
        Binder binder = new Binder(ValueBinder.atLoad(names, found), found);
        return binder.bind(type.arguments(), withoutModifiers(type, map), "'" + type.name() + "'")
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

    private Mapping withoutModifiers(VerbType type, Mapping map) {
        List<Entry> own = new ArrayList<>();
        for (Entry entry : map.entries()) {
            String key = entry.key().text();
            if (ModifiersReader.KEYS.contains(key)
                    && !RecordShape.of(type.arguments()).takes(key)) {
                problems.add(
                        entry.key().place(),
                        "'" + key + "' belongs beside the verb, not among its arguments: indent it like '" + type.name()
                                + "'");
            } else {
                own.add(entry);
            }
        }
        return new Mapping(map.place(), own);
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

package dev.binrun.scenario;

import dev.binrun.form.Quantity;
import dev.binrun.scenario.Tree.Entry;
import dev.binrun.scenario.Tree.Mapping;
import dev.binrun.scenario.Tree.Scalar;
import dev.binrun.scenario.Tree.Sequence;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the arguments of a verb, written as a map or in the CLI's order, and checks all that can be known of them. */
final class ArgumentReader {
    private final Names names;
    private final Problems problems;
    private final Duration timeout;

    ArgumentReader(Names names, Problems problems, Duration timeout) {
        this.names = names;
        this.problems = problems;
        this.timeout = timeout;
    }

    /** A verb's arguments as a map, checked as far as they are known. */
    Optional<Mapping> read(VerbType type, Tree value) {
        Optional<Mapping> map = asMap(type, value);
        Binder binder = new Binder(Values.atLoad(names, problems), problems);
        map.map(m -> withoutModifiers(type, m))
                .flatMap(m -> binder.bind(type.arguments(), m, "'" + type.name() + "'"))
                .map(Verb.class::cast)
                .filter(verb -> verb.atMost().compareTo(timeout) > 0)
                .ifPresent(verb -> problems.add(
                        value.place(),
                        "'" + type.name() + "' may take " + Quantity.write(verb.atMost())
                                + ", which the scenario's timeout of " + Quantity.write(timeout)
                                + " cuts short (raise timeout)"));
        return map;
    }

    /** The arguments, without what belongs beside the verb, which is said. */
    private Mapping withoutModifiers(VerbType type, Mapping map) {
        List<Entry> own = new ArrayList<>();
        for (Entry entry : map.entries()) {
            String key = entry.key().text();
            if (StepReader.MODIFIERS.contains(key)
                    && !RecordShape.of(type.arguments()).takes(key)) {
                problems.add(
                        entry.key().place(),
                        "'" + key + "' stands beside the verb, not among its arguments: indent it like '" + type.name()
                                + "'");
            } else {
                own.add(entry);
            }
        }
        return new Mapping(map.place(), own);
    }

    private Optional<Mapping> asMap(VerbType type, Tree value) {
        if (value instanceof Mapping map) {
            return Optional.of(map);
        }
        if (value instanceof Sequence && type.flow()) {
            String first = RecordShape.of(type.arguments()).positional().get(0);
            Entry only = new Entry(new Scalar(value.place(), first, true, true), value);
            return Optional.of(new Mapping(value.place(), List.of(only)));
        }
        if (value instanceof Sequence) {
            problems.add(value.place(), "'" + type.name() + "' takes a map, or its arguments in order; this is a list");
            return Optional.empty();
        }
        return positional(type, (Scalar) value);
    }

    /** The CLI's positional arguments in order; the last takes the rest. */
    private Optional<Mapping> positional(VerbType type, Scalar value) {
        if (value.isNull()) {
            return Optional.of(new Mapping(value.place(), List.of()));
        }
        List<String> positions = RecordShape.of(type.arguments()).positional();
        if (positions.isEmpty()) {
            problems.add(value.place(), "'" + type.name() + "' takes no arguments in order, this is " + value.kind());
            return Optional.empty();
        }
        String[] words = value.text().strip().split("\\s+", positions.size());
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < words.length; i++) {
            entries.add(new Entry(
                    new Scalar(value.place(), positions.get(i), true, true),
                    new Scalar(value.place(), words[i], value.plain(), value.closed())));
        }
        return Optional.of(new Mapping(value.place(), entries));
    }
}

package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads arguments that are written as a scalar: the CLI's positional arguments in order, of which the last takes the
 * rest.
 */
final class PositionalArguments {
    private PositionalArguments() {}

    /**
     * Returns the arguments as a map; empty if there is a problem, which is then added.
     *
     * @param name the verb or check, for errors
     * @param record the record of the arguments
     */
    static Optional<Mapping> read(String name, Class<? extends Record> record, Scalar value, Problems problems) {
        if (value.isNull()) {
            return Optional.of(new Mapping(value.place(), List.of()));
        }
        List<String> positions = RecordShape.of(record).positional();
        if (positions.isEmpty()) {
            problems.add(value.place(), "'" + name + "' takes its arguments only as a map, this is " + value.kind());
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

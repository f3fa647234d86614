package dev.binrun.scenario;

import com.google.gson.JsonElement;
import dev.binrun.form.Template;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The combinations of the values in {@code matrix}. */
final class Matrix {
    private static final int MOST = 1_000;

    private Matrix() {}

    /** Returns all combinations; a single empty one without a matrix. */
    static List<Map<String, JsonElement>> combinations(Mapping map, Problems problems) {
        List<Map<String, JsonElement>> combinations = List.of(Map.of());
        Optional<Tree> matrix = map.get("matrix");
        if (matrix.isEmpty()) {
            return combinations;
        }
        if (!(matrix.get() instanceof Mapping axes)) {
            problems.add(
                    matrix.get().place(),
                    "'matrix' must be a map of lists, this is " + matrix.get().kind());
            return combinations;
        }
        for (Entry axis : axes.entries()) {
            combinations = product(combinations, axis, problems);
        }
        return combinations;
    }

    private static List<Map<String, JsonElement>> product(
            List<Map<String, JsonElement>> combinations, Entry axis, Problems problems) {
        if (!(axis.value() instanceof Sequence list) || list.items().isEmpty()) {
            problems.add(
                    axis.value().place(),
                    "'" + axis.key().text() + "' must be a list of values, this is "
                            + (axis.value() instanceof Sequence
                                    ? "an empty list"
                                    : axis.value().kind()));
            return combinations;
        }
        if (combinations.size() * list.items().size() > MOST) {
            problems.add(axis.value().place(), "the matrix has more than " + MOST + " combinations");
            return combinations;
        }
        Variables.check(axis, problems);
        List<Tree> items = list.items().stream()
                .map(item -> Resolver.early(item, new LoadScope(Map.of(), Set.of()), problems))
                .toList();
        List<Map<String, JsonElement>> more = new ArrayList<>();
        for (Map<String, JsonElement> combination : combinations) {
            for (Tree item : items) {
                Map<String, JsonElement> longer = new LinkedHashMap<>(combination);
                longer.put(axis.key().text(), item.asWritten());
                more.add(longer);
            }
        }
        return more;
    }

    /** Returns a combination as the suffix of a test's name. */
    static String shown(Map<String, JsonElement> matrix) {
        List<String> parts = new ArrayList<>();
        matrix.forEach((key, value) -> parts.add(key + "=" + Template.textOf(value)));
        return parts.isEmpty() ? "" : " [" + String.join(", ", parts) + "]";
    }
}

package dev.binrun.scenario;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the names and values of {@code variables} and {@code matrix}. */
final class Variables {
    private static final Set<String> AT_RUN = Set.of("i", "now", LoadScope.REQUEST);

    private Variables() {}

    /** Returns the names with their values: a combination of the matrix, and the variables. */
    static LoadScope names(Mapping map, Map<String, JsonElement> matrix, Problems problems) {
        Map<String, JsonElement> values = new HashMap<>();
        if (!matrix.isEmpty()) {
            JsonObject combination = new JsonObject();
            matrix.forEach(combination::add);
            values.put("matrix", combination);
        }
        LoadScope names = new LoadScope(values, AT_RUN);
        Optional<Tree> variables = map.get("variables");
        if (variables.isEmpty()) {
            return names;
        }
        if (!(variables.get() instanceof Mapping named)) {
            problems.add(
                    variables.get().place(),
                    "'variables' must be a map, this is " + variables.get().kind());
            return names;
        }
        for (Entry entry : named.entries()) {
            check(entry, problems);
            Tree value = Resolver.early(entry.value(), names.withoutLater(), problems);
            names = names.with(Map.of(entry.key().text(), value.asWritten()));
        }
        return names;
    }

    /** Checks that a key is a valid name; otherwise adds the problem. */
    static void check(Entry entry, Problems problems) {
        String name = entry.key().text();
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            problems.add(
                    entry.key().place(),
                    "'" + name + "' is not a name: use letters, digits and _, and do not start with a digit");
        } else if (AT_RUN.contains(name) || name.equals("matrix")) {
            problems.add(entry.key().place(), "'" + name + "' is a reserved name; choose another");
        }
    }
}

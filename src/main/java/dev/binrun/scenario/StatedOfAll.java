package dev.binrun.scenario;

import dev.binrun.scenario.Tree.Mapping;
import dev.binrun.scenario.Tree.Sequence;
import java.util.List;
import java.util.Set;

/** Finds out whether an expectation states something of all elements of a list, which a part of the list cannot prove. */
final class StatedOfAll {
    /** Operators that hold as soon as one element matches. */
    private static final Set<String> FINDING = Set.of("any", "contains");

    private StatedOfAll() {}

    /** Returns whether an expectation of an answer states something of all elements of the list under a key. */
    static boolean in(Tree expect, String key) {
        if (!(expect instanceof Mapping map) || map.get("cut").isPresent()) {
            return false;
        }
        return map.get(key).filter(tree -> !finds(tree)).isPresent()
                || alternatives(map).stream().anyMatch(tree -> in(tree, key))
                || map.get("not").filter(tree -> mentions(tree, key)).isPresent();
    }

    private static boolean finds(Tree tree) {
        return tree instanceof Mapping map
                && map.entries().stream()
                        .allMatch(entry -> FINDING.contains(entry.key().text())
                                || entry.key().text().equals("or")
                                        && alternatives(map).stream().allMatch(StatedOfAll::finds));
    }

    /** What does not hold of a part may hold of the whole, whatever it is. */
    private static boolean mentions(Tree tree, String key) {
        return tree instanceof Mapping map
                && (map.get(key).isPresent()
                        || alternatives(map).stream().anyMatch(inner -> mentions(inner, key))
                        || map.get("not").filter(inner -> mentions(inner, key)).isPresent());
    }

    private static List<Tree> alternatives(Mapping map) {
        return map.get("or").orElse(null) instanceof Sequence list ? list.items() : List.of();
    }
}

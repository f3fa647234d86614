package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Tree;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A statement made wrong in one place.
 *
 * @param tree the statement as it is now
 * @param path where in the answer it must be found wrong, as far as the first list
 * @param forms what of the language it is made of, such as {@code any}
 * @param what what was done, for the test's name
 */
record Mutation(Tree tree, String path, Set<String> forms, String what) {
    Mutation {
        forms = Set.copyOf(forms);
    }

    /** The same within something larger, which is of some form itself. */
    Mutation within(Function<Tree, Tree> larger, String... more) {
        return new Mutation(larger.apply(tree), path, union(forms, List.of(more)), what);
    }

    private static Set<String> union(Set<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).collect(java.util.stream.Collectors.toSet());
    }
}

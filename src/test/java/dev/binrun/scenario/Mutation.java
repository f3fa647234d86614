package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Tree;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A statement with one wrong part.
 *
 * @param tree the changed statement
 * @param path the path of the expected mismatch in the answer, up to the first list
 * @param forms the operators of the statement, such as {@code any}
 * @param what the mutation in words, as in the test's name
 */
record Mutation(Tree tree, String path, Set<String> forms, String what) {
    Mutation {
        forms = Set.copyOf(forms);
    }

    /** Returns this mutation inside a larger statement with a form. */
    Mutation within(Function<Tree, Tree> larger, String... more) {
        return new Mutation(larger.apply(tree), path, union(forms, List.of(more)), what);
    }

    private static Set<String> union(Set<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).collect(java.util.stream.Collectors.toSet());
    }
}

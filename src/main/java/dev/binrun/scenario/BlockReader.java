package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.verb.VerbType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the steps among the arguments of a flow verb. */
record BlockReader(StepReader steps, Problems problems) {
    /**
     * Returns the arguments with their lists of steps read. A value that is not a list stays, and the binder reports
     * it.
     */
    Mapping read(VerbType type, Mapping arguments) {
        RecordShape shape = RecordShape.of(type.arguments());
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : arguments.entries()) {
            String key = entry.key().text();
            if (shape.takesSteps(key) && entry.value() instanceof Sequence list) {
                entries.add(new Entry(entry.key(), turns(type, list)));
            } else if (shape.takesBranches(key) && entry.value() instanceof Sequence list) {
                entries.add(new Entry(entry.key(), branches(type, list)));
            } else {
                entries.add(entry);
            }
        }
        return new Mapping(arguments.place(), entries);
    }

    /** In repeated steps, {@code i} counts the turns, and the names that they keep stay known afterwards. */
    private BlockTree turns(VerbType type, Sequence list) {
        LoadScope before = steps.names();
        steps.useNames(before.indexed(true));
        BlockTree read = block(type.name(), list);
        steps.useNames(steps.names().indexed(before.indexed()));
        return read;
    }

    /** The names that a branch keeps are unknown in the other branches, and known in later steps. */
    private Sequence branches(VerbType type, Sequence list) {
        LoadScope before = steps.names();
        LoadScope after = before;
        Map<String, Integer> keptIn = new HashMap<>();
        List<Tree> branches = new ArrayList<>();
        for (Tree branch : list.items()) {
            if (!(branch instanceof Sequence written)) {
                problems.add(
                        branch.place(),
                        "a branch of '" + type.name() + "' is a list of steps, this is " + branch.kind()
                                + " (each branch, and each step in it, needs its own '-' or [ ])");
                branches.add(new BlockTree(branch.place(), new Block(List.of())));
                continue;
            }
            steps.useNames(before.beside(after));
            BlockTree read = block("a branch of '" + type.name() + "'", written);
            branches.add(read);
            keptTwice(read.block(), branches.size(), keptIn);
            after = after.and(steps.names());
        }
        steps.useNames(after);
        return new Sequence(list.place(), branches);
    }

    private BlockTree block(String what, Sequence list) {
        if (list.items().isEmpty()) {
            problems.add(
                    list.place(), (what.contains(" ") ? what : "'" + what + "'") + " has no steps; add at least one");
        }
        return new BlockTree(list.place(), new Block(steps.steps(list)));
    }

    private void keptTwice(Block block, int branch, Map<String, Integer> keptIn) {
        for (Step step : block.steps()) {
            step.as().ifPresent(name -> {
                Integer first = keptIn.putIfAbsent(name, branch);
                if (first != null && first != branch) {
                    problems.add(
                            step.place(),
                            "'" + name + "' is already kept in branch " + first
                                    + ", which runs at the same time; choose another name");
                }
            });
            step.inner().forEach(inner -> keptTwice(inner, branch, keptIn));
        }
    }
}

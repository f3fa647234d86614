package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Limits the branches and clients of a scenario. Each running branch has a thread, and each client has a connection in
 * each branch, so thousands of them would exhaust the memory of the JVM.
 */
final class ConcurrencyCheck {
    /** The largest number of branches at the same time. */
    static final int MOST_BRANCHES = 500;

    /** The largest number of client names in a scenario. */
    static final int MOST_CLIENTS = 500;

    /** The largest number of client connections in all branches; a heap of 128 MB has room for them. */
    static final int MOST_CONNECTIONS = 500;

    private final Problems problems;
    private final Set<String> connections = new HashSet<>();
    private boolean tooManyBranches;

    private ConcurrencyCheck(Problems problems) {
        this.problems = problems;
    }

    /**
     * Checks all steps of a scenario and its client entries.
     *
     * @param clients the entries as they are written; empty if there are none
     */
    static void check(Optional<Tree> clients, Set<String> entries, List<Step> steps, Problems problems) {
        ConcurrencyCheck check = new ConcurrencyCheck(problems);
        if (!check.clients(clients, entries, steps)) {
            check.branches(steps);
            check.connections(steps);
        }
    }

    private boolean clients(Optional<Tree> written, Set<String> entries, List<Step> steps) {
        Set<String> names = new HashSet<>(entries);
        Set<String> speaking = ClusterCheck.clientsOf(steps);
        names.addAll(speaking);
        if (names.size() <= MOST_CLIENTS) {
            return false;
        }
        Place place = written.filter(tree -> entries.size() > MOST_CLIENTS)
                .map(Tree::place)
                .orElseGet(() -> steps.get(0).place());
        problems.add(
                place,
                "this scenario has " + number(names.size()) + " clients, and the limit is " + number(MOST_CLIENTS)
                        + ": each client has a connection. Let steps share a client");
        return true;
    }

    private int branches(List<Step> steps) {
        return steps.stream().mapToInt(this::branches).max().orElse(0);
    }

    /** Reports only the innermost of nested steps that exceed the limit. */
    private int branches(Step step) {
        boolean parallel = isParallel(step);
        int all = 0;
        for (Block block : step.inner()) {
            all += branches(block.steps()) + (parallel ? 1 : 0);
        }
        if (all > MOST_BRANCHES && !tooManyBranches) {
            tooManyBranches = true;
            problems.add(
                    step.place(),
                    "'" + step.verb().name() + "' runs " + number(all) + " branches at the same time, and the limit is "
                            + number(MOST_BRANCHES)
                            + ": each branch has a thread and connections. Repeat steps in fewer branches");
        }
        return all;
    }

    private void connections(List<Step> steps) {
        for (Step step : steps) {
            connections(step, "");
            if (connections.size() > MOST_CONNECTIONS && !tooManyBranches) {
                problems.add(
                        step.place(),
                        "'" + step.verb().name() + "' raises the connections of this scenario to "
                                + number(connections.size()) + ", and the limit is " + number(MOST_CONNECTIONS)
                                + ": each client has a connection in each branch. Use fewer clients in a branch, or"
                                + " fewer branches");
                return;
            }
        }
    }

    /** The first branch uses the connections of the steps around it. */
    private void connections(Step step, String branch) {
        connections.add(branch + "\n" + step.client());
        for (int i = 0; i < step.inner().size(); i++) {
            String inner = i == 0 ? branch : branch + "/" + (i + 1);
            step.inner().get(i).steps().forEach(innerStep -> connections(innerStep, inner));
        }
    }

    private static boolean isParallel(Step step) {
        RecordShape shape = RecordShape.of(step.verb().arguments());
        return step.arguments().stream()
                .flatMap(arguments -> arguments.keys().stream())
                .anyMatch(shape::takesBranches);
    }

    private static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}

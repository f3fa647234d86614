package dev.binrun.engine;

import dev.binrun.form.Quantity;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verb.VerbType;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunEnding;
import dev.binrun.verdict.StepReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run whose steps were interrupted, and its ending. */
record InterruptedRun(ScenarioCase scenario, Run run, List<StepReport> topology, List<StepReport> steps) {
    /**
     * Returns the ending of a run whose time is up, or was ended early.
     *
     * @param last the last difference or error that was observed; null if there is none
     */
    RunEnding timeUp(String last) {
        boolean stopped = run.deadline().stopped();
        run.deadline().close();
        if (stopped) {
            run.failures().endedEarly();
            return RunEnding.broken(place() + "stopped by an unexpected error on another thread", details(last));
        }
        String message = place() + "the time is up: the scenario's timeout is "
                + Quantity.write(run.deadline().timeout()) + topologyItem() + pausedNodes();
        return run.servers()
                .lost()
                .map(server -> run.servers().lost(server, message))
                .orElseGet(() -> new RunEnding(Outcome.FAILED, message, details(last), Optional.empty()));
    }

    /** Returns the ending of a run that another thread interrupted, and interrupts the current thread again. */
    RunEnding fromOutside(String last) {
        Thread.currentThread().interrupt();
        return RunEnding.broken(place() + "interrupted from outside", details(last));
    }

    private static String details(String last) {
        return last == null ? "" : "last: " + last;
    }

    private String place() {
        return Stream.concat(topology.stream(), steps.stream())
                .filter(InterruptedRun::isFailed)
                .findFirst()
                .map(StepReport::where)
                .orElse(scenario.place().path() + ":" + scenario.place().line() + ": ");
    }

    /** Returns the number of the item that was being created; empty if the topology is ready. */
    private String topologyItem() {
        return topology.stream()
                .filter(InterruptedRun::isFailed)
                .findFirst()
                .map(this::number)
                .orElse("");
    }

    private String number(StepReport item) {
        VerbType verb = item.step().verb();
        List<StepReport> sameKind = topology.stream()
                .filter(report -> report.step().verb().equals(verb))
                .toList();
        return String.format(
                Locale.ROOT,
                " (%s %,d of %,d in the topology)",
                verb.name(),
                sameKind.indexOf(item) + 1,
                sameKind.size());
    }

    private static boolean isFailed(StepReport report) {
        return report.state() == StepReport.StepState.FAILED;
    }

    /** Names the paused nodes: the step may have waited for them. */
    private String pausedNodes() {
        String paused = run.servers().paused().stream()
                .map(node -> node.name() + " is paused")
                .collect(Collectors.joining(", "));
        return paused.isEmpty() ? "" : " (" + paused + ")";
    }
}

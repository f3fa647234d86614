package dev.binrun.report;

import dev.binrun.check.Judgement;
import dev.binrun.form.Count;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.scenario.ClientConfig;
import dev.binrun.verdict.RunCourse;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The drawing of a violated check. For lost messages, it shows all publishes to their stream over time, below the
 * faults of the nodes. For operations on a key, it shows the smallest contradiction as intervals.
 */
final class OperationPlot {
    private static final int ROW = 20;
    private static final int BAR = 14;

    private final RunCourse course;
    private final History history;
    private final List<Operation> shown;
    private final UnaryOperator<String> mask;

    private OperationPlot(RunCourse course, List<Operation> shown, UnaryOperator<String> mask) {
        this.course = course;
        this.history = course.history();
        this.shown = shown;
        this.mask = mask;
    }

    /** Returns the drawing; empty if the violation is not about recorded operations. */
    static String of(Judgement.Violated violated, RunCourse course, UnaryOperator<String> mask) {
        List<Operation> operations = violated.operations();
        if (operations.isEmpty()) {
            return "";
        }
        OperationPlot plot = new OperationPlot(course, operations, mask);
        boolean ofKey =
                operations.stream().anyMatch(operation -> operation.kind().ofBucket());
        return ofKey ? plot.intervals() : plot.fates();
    }

    private String fates() {
        Set<Operation> lost = new HashSet<>(shown);
        int stream = shown.get(0).stream();
        List<Operation> publishes = history.operations(operation -> operation.kind() == OperationKind.PUBLISH
                        && (operation.stream() == stream || operation.stream() == 0))
                .toList();
        Plot plot = new Plot(
                publishes.get(0).invokedAt(),
                publishes.get(publishes.size() - 1).invokedAt(),
                mask);
        FaultBands faults = FaultBands.of(course);
        for (String lane : faults.lanes()) {
            plot.label(lane);
            faults.draw(lane, plot);
            plot.skip(ROW);
        }
        fate(plot, "ok", "ok", publishes, publish -> publish.isOk() && !lost.contains(publish));
        fate(plot, "lost", "failed", publishes, lost::contains);
        fate(plot, "unknown", "unknown", publishes, Operation::isUnknown);
        fate(plot, "failed", "other", publishes, Operation::hasFailed);
        return drawing(
                plot,
                "Publishes to " + history.names().name(stream) + ", or without a reply that names their stream"
                        + (faults.lanes().isEmpty() ? "" : ", and the faults")
                        + ". Each mark is the time of a request.");
    }

    /** Draws a row for each client whose publishes have this fate, so that the one of a cut node stands out. */
    private void fate(Plot plot, String name, String kind, List<Operation> publishes, Predicate<Operation> fate) {
        publishes.stream()
                .filter(fate)
                .collect(Collectors.groupingBy(this::publisher))
                .forEach((publisher, some) -> {
                    plot.label(name
                            + (publisher.isEmpty() ? "" : ", " + publisher)
                            + String.format(Locale.ROOT, ": %,d", some.size()));
                    plot.path(
                            "op " + kind,
                            some.stream()
                                    .map(publish -> plot.box(publish.invokedAt(), publish.invokedAt(), 0, 12))
                                    .distinct()
                                    .collect(Collectors.joining()));
                    plot.skip(ROW);
                });
    }

    /** Returns the client of a publish, with its node if it always connects to the same one. */
    private String publisher(Operation publish) {
        String client = publish.clientName();
        return client
                + course.scenario()
                        .config()
                        .flatMap(config -> Optional.ofNullable(config.clients().get(client)))
                        .flatMap(ClientConfig::node)
                        .map(node -> " at " + node)
                        .orElse("");
    }

    private String intervals() {
        long begin = shown.stream().mapToLong(Operation::invokedAt).min().orElseThrow();
        long end = shown.stream()
                .mapToLong(operation ->
                        Math.max(operation.invokedAt(), operation.isUnknown() ? 0 : operation.completedAt()))
                .max()
                .orElseThrow();
        Plot plot = new Plot(begin, end, mask);
        Operation last = shown.get(shown.size() - 1);
        for (Operation operation : shown) {
            long to = operation.isUnknown() ? end : operation.completedAt();
            String kind = operation.equals(last) ? "failed" : operation.isUnknown() ? "unknown" : "ok";
            String revision = operation.sequence() > 0 ? " " + operation.sequence() : "";
            plot.label(operation.clientName());
            plot.bar(
                    operation.invokedAt(),
                    to,
                    BAR,
                    "step " + kind,
                    operation.kind() + revision + ", " + operation.completion());
            plot.word(operation.invokedAt(), to, operation.kind() + revision);
            plot.skip(ROW);
        }
        return drawing(
                plot,
                Count.of(shown.size(), "operation")
                        + ", each from its request to its response, with its revision. No order explains all of them; the last one is red.");
    }

    private static String drawing(Plot plot, String sentence) {
        return new Html()
                .add(plot.svg(sentence))
                .element("p", sentence, "class", "note")
                .toString();
    }
}

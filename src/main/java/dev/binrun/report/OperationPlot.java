package dev.binrun.report;

import dev.binrun.check.Judgement;
import dev.binrun.form.Count;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The drawing of a violated check. For lost messages, it shows all publishes to their stream over time. For operations
 * on a key, it shows the smallest contradiction as intervals.
 */
final class OperationPlot {
    private static final int LEFT = 130;
    private static final int WIDTH = 860;
    private static final int ROW = 20;

    private final History history;
    private final List<Operation> shown;
    private final Html svg;
    private int y = 6;

    private OperationPlot(History history, List<Operation> shown, UnaryOperator<String> mask) {
        this.history = history;
        this.shown = shown;
        this.svg = new Html(mask);
    }

    /** Returns the drawing; empty if the violation is not about recorded operations. */
    static String of(Judgement.Violated violated, History history, UnaryOperator<String> mask) {
        List<Operation> operations = violated.operations();
        if (operations.isEmpty()) {
            return "";
        }
        OperationPlot plot = new OperationPlot(history, operations, mask);
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
        fate("ok", "ok", publishes, publish -> publish.isOk() && !lost.contains(publish));
        fate("lost", "failed", publishes, lost::contains);
        fate("unknown", "unknown", publishes, Operation::isUnknown);
        fate("failed", "other", publishes, Operation::hasFailed);
        long begin = publishes.get(0).invokedAt();
        long end = publishes.get(publishes.size() - 1).invokedAt();
        return drawing("Publishes to " + history.names().name(stream) + " by the time of their request, from "
                + seconds(begin) + " to " + seconds(end) + ".");
    }

    private void fate(String name, String kind, List<Operation> publishes, Predicate<Operation> fate) {
        long begin = publishes.get(0).invokedAt();
        long end = publishes.get(publishes.size() - 1).invokedAt();
        double scale = (double) WIDTH / Math.max(1, end - begin);
        List<Operation> some = publishes.stream().filter(fate).toList();
        String title = name + ": " + String.format(Locale.ROOT, "%,d", some.size());
        svg.element("text", title, "x", "0", "y", String.valueOf(y + 11));
        String marks = some.stream()
                .map(publish ->
                        "M" + Math.round(LEFT + (publish.invokedAt() - begin) * scale) + " " + y + "h1.5v12h-1.5z")
                .distinct()
                .collect(Collectors.joining());
        svg.open("path", "class", "op " + kind, "d", marks).close("path");
        y += ROW;
    }

    private String intervals() {
        long begin = shown.stream().mapToLong(Operation::invokedAt).min().orElseThrow();
        long end = shown.stream()
                .mapToLong(operation ->
                        Math.max(operation.invokedAt(), operation.isUnknown() ? 0 : operation.completedAt()))
                .max()
                .orElseThrow();
        double scale = (double) WIDTH / Math.max(1, end - begin);
        Operation last = shown.get(shown.size() - 1);
        for (Operation operation : shown) {
            double from = (operation.invokedAt() - begin) * scale;
            double to = operation.isUnknown() ? WIDTH : (operation.completedAt() - begin) * scale;
            String kind = operation.equals(last) ? "failed" : operation.isUnknown() ? "unknown" : "ok";
            String words = operation.clientName() + ": " + operation.kind() + ", " + operation.completion()
                    + (operation.sequence() > 0 ? ", revision " + operation.sequence() : "");
            svg.element("text", operation.clientName(), "x", "0", "y", String.valueOf(y + 11));
            svg.open(
                            "rect",
                            "class",
                            "step " + kind,
                            "x",
                            half(LEFT + from),
                            "y",
                            String.valueOf(y),
                            "width",
                            half(Math.max(2, to - from)),
                            "height",
                            "14")
                    .element("title", words + ", " + seconds(operation.invokedAt()))
                    .close("rect");
            boolean leftHalf = from < WIDTH / 2.0;
            svg.element(
                    "text",
                    operation.kind() + (operation.sequence() > 0 ? " " + operation.sequence() : ""),
                    "class",
                    "mark",
                    "x",
                    half(leftHalf ? LEFT + from + 4 : LEFT + Math.max(2, to) - 4),
                    "y",
                    String.valueOf(y + 11),
                    "text-anchor",
                    leftHalf ? "start" : "end");
            y += ROW;
        }
        return drawing(
                Count.of(shown.size(), "operation") + " from " + seconds(begin) + " to " + seconds(end)
                        + ", each from its request to its response, with its revision. No order explains all of them; the last one is red.");
    }

    private String drawing(String sentence) {
        Html all = new Html();
        all.open("svg", "viewBox", "0 0 1000 " + y, "role", "img", "aria-label", sentence, "class", "timeline");
        all.add(svg.toString()).close("svg").element("p", sentence, "class", "note");
        return all.toString();
    }

    private static String half(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}

package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.history.Operation;
import dev.binrun.server.LogTail;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.StepReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run as a drawing on one clock: for each node its faults, leader changes and warnings, and for each client its steps
 * and operations.
 */
final class Timeline {
    /** With more operations, the drawing shows counts. */
    static final int MOST_MARKS = 10_000;

    private static final int COLUMNS = 215;
    private static final int NODE_LANE = 22;
    private static final int STEP_ROW = 16;
    private static final int OPERATION_ROW = 20;
    private static final int MOST_STEPS = 300;
    private static final int MOST_LOG_MARKS = 500;
    private static final Pattern LEADER =
            Pattern.compile("new (?:metadata|stream|consumer) leader\\b|Self is new JetStream .*leader");
    private static final Pattern TROUBLE = Pattern.compile("\\[(WRN|ERR|FTL)\\]");

    private final RunCourse course;
    private final FaultBands faults;
    private final long end;
    private final Plot plot;
    private final boolean counted;

    private Timeline(RunCourse course, UnaryOperator<String> mask) {
        this.course = course;
        this.faults = FaultBands.of(course);
        this.end = Math.max(course.took(), 1_000_000);
        this.plot = new Plot(0, end, mask);
        this.counted = course.history().size() > MOST_MARKS;
    }

    /** Returns the drawing, with a sentence about what it leaves out. */
    static String of(RunCourse course, UnaryOperator<String> mask) {
        return new Timeline(course, mask).draw();
    }

    private String draw() {
        Stream.concat(course.nodes().stream(), faults.lanes().stream())
                .distinct()
                .forEach(this::node);
        Map<String, List<StepReport>> steps = steps();
        Set<String> recorded = course.history()
                .operations()
                .map(Operation::clientName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> clients = new LinkedHashSet<>(steps.keySet());
        clients.addAll(recorded);
        clients.forEach(client -> client(client, steps.getOrDefault(client, List.of()), recorded.contains(client)));
        return new Html()
                .add(plot.svg("timeline"))
                .element("p", legend(), "class", "note")
                .toString();
    }

    private String legend() {
        long number = course.history().operations().count();
        String all = Count.of((int) Math.min(number, Integer.MAX_VALUE), "operation");
        return "Time since the start of the run. Green: ok; red: failed; amber: outcome unknown. "
                + (counted
                        ? all + ", too many to draw each: the columns are counts in " + Plot.seconds(end / COLUMNS)
                                + " each."
                        : all + ".")
                + (startedSteps().count() > MOST_STEPS ? " Of the steps, only the first " + MOST_STEPS + "." : "");
    }

    private Map<String, List<StepReport>> steps() {
        return startedSteps()
                .limit(MOST_STEPS)
                .collect(Collectors.groupingBy(
                        report -> report.step().client(), LinkedHashMap::new, Collectors.toList()));
    }

    private Stream<StepReport> startedSteps() {
        return Stream.concat(course.topology().stream(), course.steps().stream())
                .flatMap(StepReport::withInner)
                .filter(StepReport::hasStarted);
    }

    /** Returns the operations of a client, which may be millions. */
    private Stream<Operation> operations(String client) {
        return course.history().operations(operation -> operation.clientName().equals(client));
    }

    private void node(String name) {
        plot.label(name);
        faults.draw(name, plot);
        String prefix = course.nodes().size() > 1 ? name + " " : "";
        int left = MOST_LOG_MARKS;
        for (LogTail.Line line : course.log()) {
            boolean own = course.nodes().contains(name) && line.text().startsWith(prefix);
            Matcher leader = LEADER.matcher(line.text());
            boolean isLeader = leader.find();
            long at = Duration.between(course.begin(), line.at()).toNanos();
            if (own
                    && left > 0
                    && at >= 0
                    && at <= end
                    && (isLeader || TROUBLE.matcher(line.text()).find())) {
                left--;
                plot.tick(
                        at,
                        NODE_LANE - 6,
                        isLeader ? "leader" : "trouble",
                        line.text().substring(prefix.length()));
            }
        }
        plot.skip(NODE_LANE);
    }

    private void client(String name, List<StepReport> steps, boolean recorded) {
        plot.label(name);
        for (StepReport report : steps) {
            String state = switch (report.state()) {
                case OK -> "ok";
                case NOT_RUN, CUT_OFF -> "unknown";
                case FAILED, ERROR -> "failed";
            };
            String words = "line " + report.step().place().line() + ": "
                    + report.step().label() + ", " + report.state();
            plot.bar(report.start(), Math.max(report.end(), report.start()), STEP_ROW - 6, "step " + state, words);
        }
        plot.skip(steps.isEmpty() ? 0 : STEP_ROW);
        if (recorded) {
            for (String outcome : List.of("ok", "unknown", "failed")) {
                Stream<Operation> some =
                        operations(name).filter(operation -> outcome(operation).equals(outcome));
                plot.path("op " + outcome, counted ? columns(some, name) : marks(some));
            }
            plot.skip(OPERATION_ROW);
        }
        plot.skip(4);
    }

    private static String outcome(Operation operation) {
        return operation.isOk() ? "ok" : operation.hasFailed() ? "failed" : "unknown";
    }

    /** One mark for each pair of pixels, because marks in the same place look like one. */
    private String marks(Stream<Operation> operations) {
        return operations
                .map(operation -> plot.box(
                        operation.invokedAt(),
                        operation.completedAt() == Operation.NEVER ? end : operation.completedAt(),
                        0,
                        8))
                .distinct()
                .collect(Collectors.joining());
    }

    /** The number of operations in each column of time, on a common scale for all outcomes of a client. */
    private String columns(Stream<Operation> operations, String client) {
        int[] counts = new int[COLUMNS];
        operations.forEach(operation -> counts[column(operation.invokedAt())]++);
        double most = Math.max(1.0, 4.0 * operations(client).count() / COLUMNS);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < COLUMNS; i++) {
            if (counts[i] > 0) {
                double height = Math.max(1, Math.min(1, counts[i] / most) * (OPERATION_ROW - 4));
                long from = end * i / COLUMNS;
                path.append(plot.box(from, from + end * 3 / (4 * COLUMNS), OPERATION_ROW - 4.0, -height));
            }
        }
        return path.toString();
    }

    private int column(long at) {
        return (int) Math.max(0, Math.min(COLUMNS - 1, at * COLUMNS / end));
    }
}

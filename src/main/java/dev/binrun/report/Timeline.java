package dev.binrun.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Count;
import dev.binrun.history.Operation;
import dev.binrun.server.LogTail;
import dev.binrun.verb.VerbTrait;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.StepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A run as a drawing on one clock: for each node its faults, leader changes and warnings, and for each client its steps
 * and operations.
 */
final class Timeline {
    /** With more operations, the drawing shows counts. */
    static final int MOST_MARKS = 10_000;

    private static final int LEFT = 130;
    private static final int WIDTH = 860;
    private static final int COLUMNS = 215;
    private static final int NODE_LANE = 22;
    private static final int STEP_ROW = 16;
    private static final int OPERATION_ROW = 20;
    private static final int MOST_STEPS = 300;
    private static final int MOST_LOG_MARKS = 500;
    private static final int TICKS = 5;
    private static final Pattern LEADER =
            Pattern.compile("new (?:metadata|stream|consumer) leader\\b|Self is new JetStream .*leader");
    private static final Pattern TROUBLE = Pattern.compile("\\[(WRN|ERR|FTL)\\]");

    private final RunCourse course;
    private final Html svg;
    private final long end;
    private int y = 18;
    private final boolean counted;

    private Timeline(RunCourse course, UnaryOperator<String> mask) {
        this.course = course;
        this.svg = new Html(mask);
        this.end = Math.max(course.took(), 1_000_000);
        this.counted = course.history().size() > MOST_MARKS;
    }

    /** Returns the drawing, with a sentence about what it leaves out. */
    static String of(RunCourse course, UnaryOperator<String> mask) {
        return new Timeline(course, mask).draw();
    }

    /**
     * The state of a node, or of the network, during a time.
     *
     * @param until {@link Long#MAX_VALUE} as long as the state lasts
     */
    private record Band(String state, long from, long until) {}

    private String draw() {
        Map<String, List<Band>> faults = faults();
        Stream.concat(course.nodes().stream(), faults.keySet().stream())
                .distinct()
                .forEach(lane -> node(lane, faults.getOrDefault(lane, List.of())));
        Map<String, List<StepReport>> steps = steps();
        Set<String> recorded = course.history()
                .operations()
                .map(Operation::clientName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> clients = new LinkedHashSet<>(steps.keySet());
        clients.addAll(recorded);
        clients.forEach(client -> client(client, steps.getOrDefault(client, List.of()), recorded.contains(client)));
        axis();
        Html all = new Html();
        all.open(
                "svg", "viewBox", "0 0 1000 " + (y + 24), "role", "img", "aria-label", "timeline", "class", "timeline");
        all.add(svg.toString()).close("svg");
        all.element("p", legend(), "class", "note");
        return all.toString();
    }

    private String legend() {
        long number = course.history().operations().count();
        String all = Count.of((int) Math.min(number, Integer.MAX_VALUE), "operation");
        return "Time in seconds since the start of the run. Green: ok; red: failed; amber: outcome unknown. "
                + (counted
                        ? all + ", too many to draw each: the columns are counts in "
                                + String.format(Locale.ROOT, "%.3f", end / 1e9 / COLUMNS) + " s each."
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

    /** Returns the bands of each lane: a state lasts until the next one of the same lane. */
    private Map<String, List<Band>> faults() {
        Map<String, List<Band>> lanes = new LinkedHashMap<>();
        course.steps().stream()
                .flatMap(StepReport::withInner)
                .filter(report -> report.step().verb().is(VerbTrait.FAULT) && report.passed())
                .sorted((a, b) -> Long.compare(a.end(), b.end()))
                .forEach(report -> report.answer()
                        .ifPresent(answer -> items(answer.tree()).forEach(item -> fault(lanes, item, report))));
        return lanes;
    }

    private static void fault(Map<String, List<Band>> lanes, JsonObject answer, StepReport report) {
        if (!answer.has("state")) {
            return;
        }
        String state = answer.get("state").getAsString();
        boolean isNetwork = answer.has("from");
        List<Band> lane = lanes.computeIfAbsent(
                isNetwork ? "network" : answer.get("node").getAsString(), added -> new ArrayList<>());
        String words = isNetwork ? state + " " + names(answer, "from") + " – " + names(answer, "to") : state;
        if (!lane.isEmpty()) {
            Band last = lane.remove(lane.size() - 1);
            lane.add(new Band(last.state(), last.from(), Math.min(last.until(), report.start())));
        }
        lane.add(new Band(words, report.start(), Long.MAX_VALUE));
    }

    private static Stream<JsonObject> items(JsonElement answer) {
        Stream<JsonElement> items =
                answer instanceof JsonArray list ? StreamSupport.stream(list.spliterator(), false) : Stream.of(answer);
        return items.filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
    }

    private static String names(JsonObject answer, String key) {
        JsonElement names = answer.get(key);
        return names == null
                ? "all"
                : names.isJsonArray()
                        ? names.getAsJsonArray().asList().stream()
                                .map(JsonElement::getAsString)
                                .collect(Collectors.joining(" "))
                        : names.getAsString();
    }

    private void node(String name, List<Band> bands) {
        label(name);
        long stepsEnd = course.steps().stream()
                .filter(StepReport::hasStarted)
                .mapToLong(StepReport::end)
                .max()
                .orElse(end);
        for (Band band : bands) {
            boolean isNormal = band.state().equals("running") || band.state().startsWith("healed");
            if (!isNormal) {
                bar(
                        band.from(),
                        Math.min(band.until(), Math.max(stepsEnd, band.from())),
                        NODE_LANE - 6,
                        "band",
                        band.state());
            }
        }
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
                tick(at, isLeader ? "leader" : "trouble", line.text().substring(prefix.length()));
            }
        }
        y += NODE_LANE;
    }

    private void client(String name, List<StepReport> steps, boolean recorded) {
        label(name);
        for (StepReport report : steps) {
            String state = switch (report.state()) {
                case OK -> "ok";
                case NOT_RUN, CUT_OFF -> "unknown";
                case FAILED, ERROR -> "failed";
            };
            String words = "line " + report.step().place().line() + ": "
                    + report.step().label() + ", " + report.state();
            bar(report.start(), Math.max(report.end(), report.start()), STEP_ROW - 6, "step " + state, words);
        }
        y += steps.isEmpty() ? 0 : STEP_ROW;
        if (recorded) {
            for (String outcome : List.of("ok", "unknown", "failed")) {
                Stream<Operation> some =
                        operations(name).filter(operation -> outcome(operation).equals(outcome));
                svg.open("path", "class", "op " + outcome, "d", counted ? columns(some, name) : marks(some))
                        .close("path");
            }
            y += OPERATION_ROW;
        }
        y += 4;
    }

    private static String outcome(Operation operation) {
        return operation.isOk() ? "ok" : operation.hasFailed() ? "failed" : "unknown";
    }

    /** One mark for each pair of pixels, because marks in the same place look like one. */
    private String marks(Stream<Operation> operations) {
        Set<String> marks = new LinkedHashSet<>();
        operations.forEach(operation -> {
            double from = x(operation.invokedAt());
            double to = operation.completedAt() == Operation.NEVER ? x(end) : x(operation.completedAt());
            String width = half(Math.max(1.5, to - from));
            marks.add("M" + half(from) + " " + y + "h" + width + "v8h-" + width + "z");
        });
        return String.join("", marks);
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
                path.append("M%s %sh3v-%sh-3z"
                        .formatted(half(LEFT + i * 4.0), half(y + OPERATION_ROW - 4.0), half(height)));
            }
        }
        return path.toString();
    }

    private int column(long at) {
        return (int) Math.max(0, Math.min(COLUMNS - 1, at * COLUMNS / end));
    }

    private void label(String name) {
        svg.element("text", name, "x", "0", "y", String.valueOf(y + 11));
        svg.open("path", "class", "lane", "d", "M" + LEFT + " " + (y - 3) + "h" + WIDTH)
                .close("path");
    }

    private void bar(long from, long to, int height, String kind, String words) {
        double x = x(from);
        svg.open(
                        "rect",
                        "class",
                        kind,
                        "x",
                        half(x),
                        "y",
                        String.valueOf(y),
                        "width",
                        half(Math.max(1.5, x(to) - x)),
                        "height",
                        String.valueOf(height))
                .element("title", words + ", " + seconds(from) + " to " + seconds(to))
                .close("rect");
    }

    private void tick(long at, String kind, String words) {
        svg.open("path", "class", kind, "d", "M" + half(x(at)) + " " + y + "v" + (NODE_LANE - 6))
                .element("title", seconds(at) + " " + words)
                .close("path");
    }

    private void axis() {
        for (int i = 0; i <= TICKS; i++) {
            double x = LEFT + WIDTH * i / (double) TICKS;
            svg.open("path", "class", "axis", "d", "M" + half(x) + " 10V" + y).close("path");
            svg.element(
                    "text",
                    seconds(end * i / TICKS),
                    "x",
                    half(x),
                    "y",
                    String.valueOf(y + 16),
                    "text-anchor",
                    i == 0 ? "start" : i == TICKS ? "end" : "middle");
        }
    }

    private double x(long at) {
        return LEFT + WIDTH * Math.max(0, Math.min(1, (double) at / end));
    }

    private static String half(double value) {
        long halves = Math.round(value * 2);
        return halves % 2 == 0 ? String.valueOf(halves / 2) : halves / 2 + ".5";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }
}

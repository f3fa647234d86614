package dev.binrun.verdict;

import com.google.gson.JsonElement;
import dev.binrun.form.Count;
import dev.binrun.form.Template;
import dev.binrun.match.Expected;
import dev.binrun.match.Mismatch;
import dev.binrun.scenario.Step;
import dev.binrun.server.LogTail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of a failure: the differences, then their context. */
public final class FailureReport {
    private static final Pattern TROUBLE = Pattern.compile("\\[(WRN|ERR|FTL)\\]");

    /** The logo in a server's log. */
    private static final Pattern BANNER =
            Pattern.compile("\\[INF\\] (?:[\\W_]*|\\s*https://docs\\.nats\\.io/jetstream)$");

    /** The pid and the local time in a log line, in a cluster after the node's name. */
    private static final Pattern OWN_TIME =
            Pattern.compile("\\[\\d+\\] \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+ (?=\\[)");

    private static final int MORE_DIFFERENCES = 9;
    private static final int STEPS_BEFORE = 20;
    private static final int STEPS_AFTER = 5;
    private static final int LOG_LINES = 20;
    private static final int LONGEST_LOG_LINE = 300;

    private FailureReport() {}

    /**
     * Returns the failure of a step.
     *
     * @param place the beginning of the message: the place and the name of the step
     * @param differences at least one difference
     * @param waited lines about the wait and the consumed messages; may be empty
     * @param answer the last answer of the step
     */
    public static FailedException of(
            String place, Step step, List<Mismatch> differences, String waited, JsonElement answer) {
        List<String> lines = new ArrayList<>();
        differences.stream().skip(1).limit(MORE_DIFFERENCES).forEach(mismatch -> lines.add("also: " + mismatch));
        if (differences.size() > MORE_DIFFERENCES + 1) {
            int more = differences.size() - MORE_DIFFERENCES - 1;
            String least = differences.size() >= Expected.MOST_DIFFERENCES ? "at least " : "";
            lines.add("and " + least + Count.of(more, "more difference"));
        }
        differences.stream().limit(MORE_DIFFERENCES + 1).forEach(mismatch -> lines.addAll(diff(mismatch)));
        lines.addAll(cuts(answer));
        lines.addAll(PullEndStatus.lines(answer));
        if (!waited.isEmpty()) {
            lines.add(waited);
        }
        lines.addAll(titled("step:", step.excerpt()));
        lines.addAll(titled(
                "answer:",
                AnswerExcerpt.of(
                        answer,
                        differences.stream()
                                .limit(MORE_DIFFERENCES + 1)
                                .map(Mismatch::path)
                                .toList())));
        return new FailedException(
                place + differences.get(0) + PullEndStatus.explanation(answer),
                String.join("\n", lines),
                differences.get(0));
    }

    /**
     * Returns the context of a failure: the steps before it, the checks, and the last log lines of the servers.
     *
     * @param log the log lines until the failure
     * @param begin the start of the run; of the earlier log lines only warnings and errors count
     */
    public static String context(
            List<StepReport> steps, List<CheckReport> checks, List<LogTail.Line> log, Instant begin) {
        List<String> lines = titled("steps:", steps(steps));
        lines.addAll(titled("checks:", checks.stream().map(CheckReport::line).toList()));
        lines.addAll(titled("server log:", log(log, begin)));
        return String.join("\n", lines);
    }

    /** Joins the parts of a report with line breaks, without the empty ones. */
    public static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    private static List<String> diff(Mismatch mismatch) {
        String path = mismatch.path().isEmpty() ? "the list" : mismatch.path();
        return titled(path + ", expected and actual (- missing, + extra, ~ different):", mismatch.diff());
    }

    /** A missing value may be in the part of the answer that was not compared. */
    private static List<String> cuts(JsonElement answer) {
        Set<String> cuts = new TreeSet<>();
        List<JsonElement> answers =
                answer.isJsonArray() ? answer.getAsJsonArray().asList() : List.of(answer);
        for (JsonElement item : answers) {
            if (item.isJsonObject() && item.getAsJsonObject().has("cut")) {
                cuts.add("only a part was compared, because the answer was cut: "
                        + Template.textOf(item.getAsJsonObject().get("cut")));
            }
        }
        return List.copyOf(cuts);
    }

    /** Returns the last steps up to the one that failed, and the first ones that did not run. */
    private static List<String> steps(List<StepReport> steps) {
        int end = steps.size();
        while (end > 0 && steps.get(end - 1).state() == StepReport.StepState.NOT_RUN) {
            end--;
        }
        List<String> lines = new ArrayList<>();
        int first = Math.max(0, end - STEPS_BEFORE - 1);
        if (first > 0) {
            lines.add("   …  " + Count.of(first, "step before, ", "steps before, all ") + StepReport.StepState.OK);
        }
        int last = Math.min(steps.size(), end + STEPS_AFTER);
        steps.subList(first, last).forEach(step -> lines.addAll(step.lines()));
        if (last < steps.size()) {
            lines.add("   …  " + (steps.size() - last) + " more " + StepReport.StepState.NOT_RUN);
        }
        return lines;
    }

    private static List<String> log(List<LogTail.Line> log, Instant begin) {
        List<LogTail.Line> wanted = log.stream()
                .filter(line -> !line.at().isBefore(begin)
                        || TROUBLE.matcher(line.text()).find())
                .filter(line -> !BANNER.matcher(line.text()).find())
                .toList();
        int first = Math.max(0, wanted.size() - LOG_LINES);
        List<String> lines = new ArrayList<>();
        if (first > 0) {
            lines.add("… " + Count.of(first, "line") + " before");
        }
        wanted.subList(first, wanted.size())
                .forEach(line -> lines.add("%9s  %s".formatted(Clock.time(line.at(), begin), shortened(line.text()))));
        return lines;
    }

    private static String shortened(String line) {
        String text = OWN_TIME.matcher(line).replaceFirst("");
        return text.length() <= LONGEST_LOG_LINE ? text : text.substring(0, LONGEST_LOG_LINE) + "…";
    }

    /** Returns a title and indented lines; empty without lines. */
    private static List<String> titled(String title, List<String> lines) {
        List<String> titled = new ArrayList<>();
        if (!lines.isEmpty()) {
            titled.add(title);
            lines.forEach(line -> titled.add("  " + line));
        }
        return titled;
    }
}

package dev.binrun.verdict;

import com.google.gson.JsonElement;
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

/** What a failure says: what differs first, then all that helps to see why. */
public final class FailureReport {
    private static final Pattern TROUBLE = Pattern.compile("\\[(WRN|ERR|FTL)\\]");

    /** What a server draws when it starts. */
    private static final Pattern BANNER =
            Pattern.compile("\\[INF\\] (?:[\\W_]*|\\s*https://docs\\.nats\\.io/jetstream)$");

    /** A server's own pid and local time, after the node's name in a cluster. */
    private static final Pattern OWN_TIME =
            Pattern.compile("\\[\\d+\\] \\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d+ (?=\\[)");

    private static final int ALSO = 9;
    private static final int STEPS_BEFORE = 20;
    private static final int STEPS_AFTER = 5;
    private static final int LOG_LINES = 20;
    private static final int LONGEST_LOG_LINE = 300;

    private FailureReport() {}

    /**
     * A step that failed.
     *
     * @param place where it stands, and its name
     * @param waited how long was waited for it; empty if it was not
     */
    public static FailedException of(
            String place, Step step, List<Mismatch> differences, String waited, JsonElement answer) {
        List<String> lines = new ArrayList<>();
        differences.stream().skip(1).limit(ALSO).forEach(m -> lines.add("also: " + m));
        if (differences.size() > ALSO + 1) {
            int more = differences.size() - ALSO - 1;
            String least = differences.size() >= Expected.MOST_DIFFERENCES ? "at least " : "";
            lines.add("and " + least + more + (more == 1 ? " more difference" : " more differences"));
        }
        differences.stream().limit(ALSO + 1).forEach(m -> lines.addAll(diff(m)));
        lines.addAll(whatWasCut(answer));
        lines.addAll(PullEndStatus.lines(answer));
        if (!waited.isEmpty()) {
            lines.add(waited);
        }
        lines.addAll(titled("step:", step.excerpt()));
        lines.addAll(titled(
                "answer:",
                AnswerExcerpt.of(
                        answer,
                        differences.stream().limit(ALSO + 1).map(Mismatch::path).toList())));
        return new FailedException(
                place + differences.get(0) + PullEndStatus.explanation(answer),
                String.join("\n", lines),
                differences.get(0));
    }

    /** What led to a failure: the steps before it, the checks, and what the servers wrote meanwhile, its troubles also before. */
    public static String context(
            List<StepReport> steps, List<CheckReport> checks, List<LogTail.Line> log, Instant begin) {
        List<String> lines = titled("steps:", steps(steps));
        lines.addAll(titled("checks:", checks.stream().map(CheckReport::line).toList()));
        lines.addAll(titled("server log:", log(log, begin)));
        return String.join("\n", lines);
    }

    /** Parts of a report under each other, empty ones left out. */
    public static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
    }

    /** Both lists of a difference beside each other. */
    private static List<String> diff(Mismatch mismatch) {
        String what = mismatch.path().isEmpty() ? "the list" : mismatch.path();
        return titled(what + ", as expected and as it was (- missing, + extra, ~ different):", mismatch.diff());
    }

    /** Whoever misses something must know that not all of it was looked at. */
    private static List<String> whatWasCut(JsonElement answer) {
        Set<String> said = new TreeSet<>();
        List<JsonElement> answers =
                answer.isJsonArray() ? answer.getAsJsonArray().asList() : List.of(answer);
        for (JsonElement each : answers) {
            if (each.isJsonObject() && each.getAsJsonObject().has("cut")) {
                said.add("not all of it was compared, the answer was cut: "
                        + Template.textOf(each.getAsJsonObject().get("cut")));
            }
        }
        return List.copyOf(said);
    }

    /** The steps up to the one that failed, and some of those that did not come to pass. */
    private static List<String> steps(List<StepReport> steps) {
        int end = steps.size();
        while (end > 0 && steps.get(end - 1).state() == StepReport.StepState.NOT_RUN) {
            end--;
        }
        List<String> lines = new ArrayList<>();
        int first = Math.max(0, end - STEPS_BEFORE - 1);
        if (first > 0) {
            lines.add("   …  " + first + (first == 1 ? " step before, " : " steps before, all ")
                    + StepReport.StepState.OK);
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
            lines.add("… " + first + (first == 1 ? " line" : " lines") + " before");
        }
        wanted.subList(first, wanted.size())
                .forEach(line -> lines.add("%9s  %s".formatted(Clock.time(line.at(), begin), shortened(line.text()))));
        return lines;
    }

    private static String shortened(String line) {
        String text = OWN_TIME.matcher(line).replaceFirst("");
        return text.length() <= LONGEST_LOG_LINE ? text : text.substring(0, LONGEST_LOG_LINE) + "…";
    }

    /** A title with its lines below it; nothing without any. */
    private static List<String> titled(String title, List<String> lines) {
        List<String> titled = new ArrayList<>();
        if (!lines.isEmpty()) {
            titled.add(title);
            lines.forEach(line -> titled.add("  " + line));
        }
        return titled;
    }
}

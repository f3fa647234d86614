package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.form.VisibleText;
import dev.binrun.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The summary of a step in GitHub Actions, in Markdown. Texts of scenarios are in HTML elements, where Markdown has no
 * effect.
 *
 * @param failures the verdicts of scenarios that did not pass, in the order to show them
 * @param commands the line with the command that runs a scenario again, by name
 */
record GithubSummary(List<Verdict> verdicts, List<Verdict> failures, Map<String, String> commands) {
    /** GitHub rejects the whole file of a step if it has more bytes. */
    static final int LARGEST = 1024 * 1024;

    private static final int LONGEST_REPORT = 50_000;
    private static final int OPEN = 3;
    private static final int SLOWEST = 5;

    /** The bytes that are kept for the sentence about failures that are left out. */
    private static final int SENTENCE = 100;

    /**
     * Returns the summary, with as many failures as there is room for.
     *
     * @param beginning the beginning of the title
     * @param room the largest number of bytes
     * @return empty if there is no room even without the failures
     */
    String text(String beginning, int leftOut, Duration took, int room) {
        String head = head(beginning, leftOut, took);
        String tail = slowest();
        StringBuilder text = new StringBuilder(head);
        int left = room - bytes(head) - bytes(tail) - SENTENCE;
        if (left < 0) {
            return "";
        }
        int shown = 0;
        for (Verdict failure : failures) {
            String block = block(failure, shown < OPEN);
            left -= bytes(block);
            if (left < 0) {
                text.append("\n…and ")
                        .append(Count.of(failures.size() - shown, "more scenario"))
                        .append(" that did not pass; see the log.\n");
                break;
            }
            text.append(block);
            shown++;
        }
        return text.append(tail).toString();
    }

    private String head(String beginning, int leftOut, Duration took) {
        String counts = VerdictCounts.words(verdicts);
        return "\n### binrun: " + beginning + Count.of(verdicts.size(), "scenario")
                + (counts.isEmpty() ? "" : ": " + counts) + " in " + seconds(took) + "\n"
                + (leftOut == 0 ? "" : "\n" + Count.of(leftOut, "scenario") + " left out by tags\n");
    }

    private String block(Verdict failure, boolean open) {
        String report = failure.report();
        String shortened = report.length() <= LONGEST_REPORT ? report : report.substring(0, LONGEST_REPORT) + "\n…";
        String command = commands.getOrDefault(failure.name(), "");
        String again = shortened.contains(command) ? "" : "\n" + command;
        return "\n<details" + (open ? " open" : "") + "><summary><b>" + failure.outcome() + "</b> "
                + html(VisibleText.line(failure.name())) + " (<code>"
                + html(failure.place().path() + ":" + FailurePlace.of(failure).line()) + "</code>, "
                + seconds(failure.took()) + ")</summary>\n\n<pre>\n" + html(VisibleText.text(shortened + again))
                + "\n</pre>\n\n</details>\n";
    }

    private String slowest() {
        if (verdicts.size() < 2) {
            return "";
        }
        String rows = verdicts.stream()
                .sorted(Comparator.comparing(Verdict::took).reversed())
                .limit(SLOWEST)
                .map(verdict -> "<tr><td>" + html(VisibleText.line(verdict.name())) + "</td><td><code>"
                        + html(verdict.place().path()) + "</code></td><td>" + seconds(verdict.took()) + "</td></tr>\n")
                .collect(Collectors.joining());
        return "\n<table>\n<tr><th>slowest</th><th>file</th><th>time</th></tr>\n" + rows + "</table>\n";
    }

    private static String html(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}

package dev.binrun.report;

import dev.binrun.form.VisibleText;
import dev.binrun.verdict.Verdict;

/** A verdict in Markdown. The report is in a code block, where Markdown has no effect. */
final class MarkdownText {
    private MarkdownText() {}

    /** @param again the line with the command that runs the scenario again */
    static String of(Verdict verdict, String again) {
        String report = VisibleText.text(verdict.report().isEmpty() ? verdict.message() : verdict.report())
                .strip();
        String whole = report.contains(again) ? report : report + "\n" + again;
        String fence = "```";
        while (whole.contains(fence)) {
            fence += "`";
        }
        String name = VisibleText.line(verdict.name()).replace("`", "'");
        String place = verdict.place().path() + ":" + FailurePlace.of(verdict).line();
        return "**" + verdict.outcome() + "** `" + name + "` (`"
                + VisibleText.line(place).replace("`", "'") + "`)\n\n" + fence + "text\n" + whole + "\n" + fence + "\n";
    }
}

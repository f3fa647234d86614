package dev.binrun.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All formats of reports. A new format is a {@link Report} and one entry here; the command {@code run} then has its
 * option.
 */
public enum ReportFormat {
    LINES(variables -> true, (context, target) -> new LineReport(context.console())),
    JUNIT_XML("--junit-xml", "DIR", "Write JUnit XML to this folder, one file for each scenario file.", JunitXml::new),
    GITHUB(GithubReport::isWanted, (context, target) -> new GithubReport(context)),
    JSON(
            "--json",
            "FILE",
            "Write each event to this file when it happens, as one line of JSON; - is standard output.",
            JsonLines::new),
    HTML(
            "--html",
            "PATH",
            "Write a report with timelines: one file if the name ends with .html, else a folder with a page for each"
                    + " scenario.",
            HtmlReport::new),
    MARKDOWN("--markdown", "FILE", "Write the failures to this file in Markdown.", MarkdownReport::new),
    HISTORY(
            "--history",
            "FILE",
            "Write each operation of the clients to this file, as one line of JSON.",
            (context, target) -> new HistoryFile(target)),
    TIMES(
            "--write-timings",
            "FILE",
            "Write the time of each scenario to this file, for --timings of later runs.",
            (context, target) -> new TimesFile(target));

    private final String option;
    private final String parameter;
    private final String description;
    private final Predicate<Map<String, String>> automatic;
    private final ReportOpening opening;

    private interface ReportOpening {
        Report open(RunContext context, Path target) throws IOException;
    }

    ReportFormat(String option, String parameter, String description, ReportOpening opening) {
        this(option, parameter, description, variables -> false, opening);
    }

    ReportFormat(Predicate<Map<String, String>> automatic, ReportOpening opening) {
        this("", "", "", automatic, opening);
    }

    ReportFormat(
            String option,
            String parameter,
            String description,
            Predicate<Map<String, String>> automatic,
            ReportOpening opening) {
        this.option = option;
        this.parameter = parameter;
        this.description = description;
        this.automatic = automatic;
        this.opening = opening;
    }

    /** Returns the option of {@code run} that names the target of the report; empty if the format has no option. */
    public String option() {
        return option;
    }

    /** Returns the kind of the option's value: {@code DIR}, {@code FILE}, or {@code PATH} for either. */
    public String parameter() {
        return parameter;
    }

    /** Returns the help text of the option. */
    public String description() {
        return description;
    }

    /** Returns whether a run with these environment variables has this report without an option. */
    public boolean isAutomatic(Map<String, String> variables) {
        return automatic.test(variables);
    }

    /** Returns whether an option's value stands for the standard output. */
    public boolean isStandardOutput(Optional<Path> target) {
        return this == JSON && target.filter(JsonLines.STANDARD_OUTPUT::equals).isPresent();
    }

    /**
     * Opens a report in this format.
     *
     * @param target the value of the option; ignored if the format has none
     * @throws IOException if the target cannot be written
     */
    public Report open(RunContext context, Path target) throws IOException {
        return opening.open(context, target);
    }
}

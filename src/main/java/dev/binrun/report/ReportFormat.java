package dev.binrun.report;

import java.io.IOException;
import java.nio.file.Path;

/**
 * All formats of reports. A new format is a {@link Report} and one entry here; the command {@code run} then has its
 * option.
 */
public enum ReportFormat {
    LINES("", "", (console, folder) -> new LineReport(console)),
    JUNIT_XML("--junit-xml", "Write JUnit XML to this folder, one file for each scenario file.", JunitXml::new);

    private final String option;
    private final String description;
    private final ReportOpening opening;

    private interface ReportOpening {
        Report open(Console console, Path folder) throws IOException;
    }

    ReportFormat(String option, String description, ReportOpening opening) {
        this.option = option;
        this.description = description;
        this.opening = opening;
    }

    /** Returns the option of {@code run} that names the folder of the report; empty if every run has this report. */
    public String option() {
        return option;
    }

    /** Returns the help text of the option. */
    public String description() {
        return description;
    }

    /**
     * Opens a report in this format.
     *
     * @param folder the value of the option, created if it is missing
     * @throws IOException if no file can be created in the folder
     */
    public Report open(Console console, Path folder) throws IOException {
        return opening.open(console, folder);
    }

    /**
     * The standard output of a run.
     *
     * @param verbose whether to show the output of each scenario too
     */
    public record Console(StatusLine screen, Style style, boolean verbose) {}
}

package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.junit.Samples;
import dev.binrun.report.Report;
import dev.binrun.report.ReportFormat;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunResultsTest {
    private final List<String> calls = new ArrayList<>();
    private final Map<ReportFormat, Report> reports = new LinkedHashMap<>();
    private final RunResults results;

    RunResultsTest() {
        ScenarioCase scenario = Samples.scenario("first", 1);
        reports.put(ReportFormat.JUNIT_XML, new Full());
        reports.put(ReportFormat.LINES, new Calls());
        results = new RunResults(List.of(Samples.file(scenario)), List.of(), reports, Optional.empty());
        results.ended(Samples.verdict(scenario, Outcome.PASSED, "", ""));
    }

    @Test
    void summary_oneReportCannotBeWritten_isAFailureAndTheOthersHaveTheCall() {
        results.summary();

        assertEquals(List.of("--junit-xml: all.xml cannot be written: No space left on device"), results.failures());
        assertEquals(List.of("summary 1"), calls);
    }

    @Test
    void stop_oneReportCannotBeWritten_isAFailureAndTheOthersHaveTheCall() {
        results.stop();

        assertEquals(List.of("--junit-xml: all.xml cannot be written: No space left on device"), results.failures());
        assertEquals(List.of("interrupted 1"), calls);
    }

    /** A report on a disk without space. */
    private static final class Full implements Report {
        @Override
        public void summary(List<Verdict> verdicts, int leftOut, Duration took) throws IOException {
            throw new IOException("all.xml cannot be written: No space left on device");
        }

        @Override
        public void interrupted(List<Verdict> finished, int running, Duration took) throws IOException {
            summary(finished, running, took);
        }
    }

    private final class Calls implements Report {
        @Override
        public void summary(List<Verdict> verdicts, int leftOut, Duration took) {
            calls.add("summary " + verdicts.size());
        }

        @Override
        public void interrupted(List<Verdict> finished, int running, Duration took) {
            calls.add("interrupted " + finished.size());
        }
    }
}

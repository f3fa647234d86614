package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.junit.Samples;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimesFileTest {
    @TempDir
    private Path folder;

    @Test
    void summary_writesTheTimesOfScenariosThatRan_sorted() throws Exception {
        Path file = folder.resolve("new/times.txt");
        Report report = ReportFormat.TIMES.open(Contexts.silent(), file);

        report.summary(
                Stream.of(Outcome.values())
                        .map(outcome -> verdict(outcome.name(), outcome))
                        .toList(),
                0,
                Duration.ZERO);

        assertEquals("1.234 BROKEN\n1.234 FAILED\n1.234 PASSED\n", Files.readString(file));
    }

    /** The same run may read the file for its shard. */
    @Test
    void open_keepsTheEarlierFile_untilTheSummary() throws Exception {
        Path file = Files.writeString(folder.resolve("times.txt"), "1 a\n");

        Report report = ReportFormat.TIMES.open(Contexts.silent(), file);
        assertEquals("1 a\n", Files.readString(file));
        report.summary(List.of(verdict("b", Outcome.PASSED)), 0, Duration.ZERO);

        assertEquals("1.234 b\n", Files.readString(file));
    }

    @Test
    void open_folderInTheWay_isAnError() {
        IOException error = assertThrows(IOException.class, () -> ReportFormat.TIMES.open(Contexts.silent(), folder));

        assertEquals(folder + ": a folder is in the way", error.getMessage());
    }

    private static Verdict verdict(String name, Outcome outcome) {
        return Samples.verdict(Samples.scenario(name, 1), outcome, "", "");
    }
}

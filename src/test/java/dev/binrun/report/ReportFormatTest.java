package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportFormatTest {
    @Test
    void automatic_isLinesEverywhere_andGithubOnlyThere() {
        assertEquals(List.of(ReportFormat.LINES), automatic(Map.of()));
        assertEquals(List.of(ReportFormat.LINES), automatic(Map.of("GITHUB_ACTIONS", "false")));
        assertEquals(List.of(ReportFormat.LINES, ReportFormat.GITHUB), automatic(Map.of("GITHUB_ACTIONS", "true")));
    }

    private static List<ReportFormat> automatic(Map<String, String> variables) {
        return Stream.of(ReportFormat.values())
                .filter(format -> format.isAutomatic(variables))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void format_withAnOption_describesIt(ReportFormat format) {
        assertEquals(format.option().isEmpty(), format.description().isEmpty());
        assertEquals(format.option().isEmpty(), format.parameter().isEmpty());
        assertEquals(
                format.option().isEmpty() ? 2 : 1,
                Stream.of(ReportFormat.values())
                        .filter(other -> other.option().equals(format.option()))
                        .count());
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void open_twice_givesTwoReports(ReportFormat format, @TempDir Path folder) throws Exception {
        Path target = folder.resolve("target");

        assertNotEquals(format.open(Contexts.silent(), target), format.open(Contexts.silent(), target));
    }
}

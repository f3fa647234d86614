package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportFormatTest {
    @Test
    void lines_haveNoOption_becauseEveryRunPrintsThem() {
        assertEquals("", ReportFormat.LINES.option());
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void format_withAnOption_describesIt(ReportFormat format) {
        assertEquals(format.option().isEmpty(), format.description().isEmpty());
        assertEquals(
                1,
                Stream.of(ReportFormat.values())
                        .filter(other -> other.option().equals(format.option()))
                        .count());
    }

    @ParameterizedTest
    @EnumSource(ReportFormat.class)
    void open_twice_givesTwoReports(ReportFormat format, @TempDir Path folder) throws Exception {
        ReportFormat.Console console = new ReportFormat.Console(
                new StatusLine(new PrintStream(OutputStream.nullOutputStream()), false), Style.PLAIN, false);

        assertNotEquals(format.open(console, folder), format.open(console, folder));
    }
}

package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.report.XmlReport;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link SurefireFixture} with the build's own Maven and Surefire, and reads the resulting XML. */
@Tag("slow")
class SurefireReportTest {
    @TempDir
    private Path folder;

    @Test
    void surefire_writesNamesTimesMessagesAndOutputOfEach() throws Exception {
        runMaven();

        XmlReport report = XmlReport.read(folder.resolve("TEST-dev.binrun.junit.SurefireFixture.xml"));
        assertEquals(
                Set.of(
                        "A passes, \"quoted\" <&> é",
                        "B fails",
                        "C is invalid",
                        "D is broken",
                        "E is skipped",
                        "F is slow"),
                new TreeSet<>(report.names()));
        assertEquals(6, report.names().size());
        assertTrue(report.number("B fails", "time") > 0);
        assertEquals("mirror: expected 5, actual 4\nseed 1", report.attribute("B fails", "failure", "message"));
        assertTrue(report.attribute("C is invalid", "error", "message").contains(": unknown key 'numSesions'"));
        assertEquals("no nats-server\ntried the PATH", report.attribute("D is broken", "error", "message"));
        assertTrue(report.text("E is skipped", "skipped").contains("not today"));
        assertTrue(report.text("F is slow", "skipped").contains("left out: tagged slow"));
        for (String name : report.names()) {
            assertEquals(name.startsWith("F") ? "" : "output of " + name, report.text(name, "system-out"));
        }
    }

    private void runMaven() throws IOException, InterruptedException {
        boolean windows = File.separatorChar == '\\';
        List<String> command = new ArrayList<>(List.of(windows ? "mvn.cmd" : "mvn", "-B", "-o"));
        String repository = System.getProperty("localRepository");
        if (repository != null) {
            command.add("-Dmaven.repo.local=" + repository);
        }
        command.addAll(List.of(
                "surefire:test",
                "-Dtest=SurefireFixture",
                "-Dsurefire.reports=" + folder,
                "-DtempDir=surefire-of-the-fixture"));
        Path log = folder.resolve("log");
        Process maven = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertTrue(maven.waitFor(2, TimeUnit.MINUTES), "Maven hangs");
        assertEquals(1, maven.exitValue(), Files.readString(log));
    }
}

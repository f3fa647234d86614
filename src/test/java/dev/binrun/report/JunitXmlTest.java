package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JunitXmlTest {
    @TempDir
    private Path folder;

    @Test
    void fileEnded_oneVerdictOfEach_countsAndDescribesThem() throws Exception {
        List<Path> files = write(
                folder.resolve("made"),
                List.of(
                        verdict("passes", Outcome.PASSED, "", ""),
                        verdict(
                                "fails",
                                Outcome.FAILED,
                                "expected 5, actual 4",
                                "expected 5, actual 4\nstep 2\nseed 7"),
                        verdict("wrong", Outcome.INVALID, "unknown key", "a.yaml:1:1: unknown key"),
                        verdict("broken", Outcome.BROKEN, "no nats-server", ""),
                        verdict("skipped", Outcome.SKIPPED, "needs 2.15", "")));

        assertEquals(List.of("TEST-scenarios.kv.first.xml"), names(files));
        XmlReport report = XmlReport.read(files.get(0));
        assertEquals("scenarios/kv/first.yaml", report.suite().getAttribute("name"));
        assertEquals("5", report.suite().getAttribute("tests"));
        assertEquals("1", report.suite().getAttribute("failures"));
        assertEquals("2", report.suite().getAttribute("errors"));
        assertEquals("1", report.suite().getAttribute("skipped"));
        assertEquals("6.170", report.suite().getAttribute("time"));
        assertEquals(List.of("passes", "fails", "wrong", "broken", "skipped"), report.names());
        assertEquals("scenarios.kv.first", report.testCase("passes").getAttribute("classname"));
        assertEquals("scenarios/kv/first.yaml", report.testCase("passes").getAttribute("file"));
        assertEquals("12", report.testCase("passes").getAttribute("line"));
        assertEquals("1.234", report.testCase("passes").getAttribute("time"));
        assertEquals("output of passes", report.text("passes", "system-out"));
        assertEquals("expected 5, actual 4", report.attribute("fails", "failure", "message"));
        assertEquals("FAILED", report.attribute("fails", "failure", "type"));
        assertEquals("expected 5, actual 4\nstep 2\nseed 7", report.text("fails", "failure"));
        assertEquals("unknown key", report.attribute("wrong", "error", "message"));
        assertEquals("INVALID", report.attribute("wrong", "error", "type"));
        assertEquals("BROKEN", report.attribute("broken", "error", "type"));
        assertEquals("needs 2.15", report.attribute("skipped", "skipped", "message"));
    }

    @Test
    void fileEnded_textThatXmlCannotContain_isWellFormed() throws Exception {
        String name = "a \"b\" 'c' <d> & ]]> é \uD83D\uDE00";
        String message = "bell \u0007, null \u0000, lone \uD800, not a character \uFFFF\nnext\tline";

        List<Path> files = write(folder, List.of(verdict(name, Outcome.FAILED, message, "a\r\n" + message)));

        XmlReport report = XmlReport.read(files.get(0));
        String shown = "bell \\x07, null \\x00, lone \\ud800, not a character \\uffff\nnext\tline";
        assertEquals(List.of(name), report.names());
        assertEquals(shown, report.attribute(name, "failure", "message"));
        assertEquals("a\r\n" + shown, report.text(name, "failure"));
    }

    @Test
    void fileEnded_namesThatCollide_writesAll() throws Exception {
        List<Path> files = write(
                folder, List.of(at("a/b.yaml"), at("a.b.yml"), at("A/B.json"), at("/abs/été.yaml"), at("../up.yaml")));

        assertEquals(
                List.of("TEST-a.b.xml", "TEST-a.b-2.xml", "TEST-A.B-3.xml", "TEST-abs._t_.xml", "TEST-up.xml"),
                names(files));
    }

    @Test
    void fileEnded_longPaths_haveShortNames() throws Exception {
        List<Path> files = write(folder, List.of(at("a/".repeat(300) + "b.yaml"), at("c/".repeat(300) + "b.yaml")));

        assertEquals(
                2,
                names(files).stream()
                        .filter(name -> name.length() < 220)
                        .distinct()
                        .count());
    }

    @Test
    void open_folderIsAFile_isAnError() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThrows(IOException.class, () -> write(file, List.of(at("a.yaml"))));
    }

    @Test
    void fileEnded_folderInTheWay_isAnError_othersAreWritten() throws Exception {
        Files.createDirectories(folder.resolve("TEST-a.xml").resolve("full"));
        Report report = open(folder, List.of("a.yaml", "b.yaml"));

        IOException error = assertThrows(IOException.class, () -> report.fileEnded("a.yaml", List.of(at("a.yaml"))));
        report.fileEnded("b.yaml", List.of(at("b.yaml")));

        assertTrue(
                error.getMessage().startsWith(folder.resolve("TEST-a.xml") + " cannot be written: "),
                error.getMessage());

        assertEquals(List.of("TEST-a.xml", "TEST-b.xml"), names(list(folder)));
    }

    @Test
    void fileEnded_linkInTheWay_replacesTheLink() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "theirs");
        Files.createSymbolicLink(folder.resolve("TEST-a.xml"), target);

        write(folder, List.of(at("a.yaml")));

        assertEquals("theirs", Files.readString(target));
        assertEquals(List.of("x"), XmlReport.read(folder.resolve("TEST-a.xml")).names());
    }

    /** Writes one report for the verdicts of each file, and returns the reports. */
    private static List<Path> write(Path folder, List<Verdict> verdicts) throws IOException {
        List<String> files = verdicts.stream()
                .map(verdict -> verdict.place().path())
                .distinct()
                .toList();
        Report report = open(folder, files);
        List<Path> written = new ArrayList<>();
        for (String file : files) {
            Set<Path> before = Set.copyOf(list(folder));
            report.fileEnded(
                    file,
                    verdicts.stream()
                            .filter(verdict -> verdict.place().path().equals(file))
                            .toList());
            list(folder).stream()
                    .filter(path -> path.toString().endsWith(".xml") && !before.contains(path))
                    .forEach(written::add);
        }
        return written;
    }

    private static Report open(Path folder, List<String> files) throws IOException {
        Report report = ReportFormat.JUNIT_XML.open(
                new ReportFormat.Console(new StatusLine(System.out, false), Style.PLAIN, false), folder);
        report.begin(files, 1);
        return report;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static List<String> names(List<Path> files) {
        return files.stream().map(file -> file.getFileName().toString()).toList();
    }

    private static Verdict verdict(String name, Outcome outcome, String message, String details) {
        return new Verdict(
                name,
                new Place("scenarios/kv/first.yaml", 12, 1),
                outcome,
                message,
                details,
                Duration.ofMillis(1234),
                "",
                "output of " + name + "\n");
    }

    private static Verdict at(String path) {
        return new Verdict("x", new Place(path, 1, 1), Outcome.PASSED, "", "", Duration.ZERO, "", "");
    }
}

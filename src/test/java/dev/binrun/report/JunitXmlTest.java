package dev.binrun.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import dev.binrun.verdict.Verdicts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

class JunitXmlTest {
    private static final String SUREFIRE_TIME = "(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\\.[0-9]{0,3})?";

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
    void fileEnded_scenariosThatRan_haveTheirTimesAndProperties() throws Exception {
        Report report = open(folder, List.of("scenarios/sample.yaml"));
        ScenarioCase first = Samples.scenario("first", 3);
        ScenarioCase second = Samples.invalid("second", 5);
        ScenarioCase third = Samples.scenario("third", 7, "slow");
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        report.started(first);
        report.started(second);
        Instant after = Instant.now();

        report.fileEnded(
                "scenarios/sample.yaml",
                List.of(
                        Samples.verdict(first, Outcome.PASSED, "", "")
                                .withDigest("0a1b")
                                .withServerVersion("2.14.6"),
                        Samples.verdict(second, Outcome.INVALID, "unknown key", ""),
                        Samples.verdict(third, Outcome.SKIPPED, "left out: tagged slow", "")));

        XmlReport xml = XmlReport.read(folder.resolve("TEST-scenarios.sample.xml"));
        assertEquals(Map.of("binrun_version", "0.1.0"), xml.properties(xml.suite()));
        assertEquals(
                Map.of("seed", "1", "digest", "0a1b", "server_version", "2.14.6"),
                xml.properties(xml.testCase("first")));
        assertEquals(Map.of(), xml.properties(xml.testCase("second")));
        assertEquals(Map.of(), xml.properties(xml.testCase("third")));
        assertEquals("scenarios/sample.yaml", xml.suite().getAttribute("file"));
        for (Element timed : List.of(xml.suite(), xml.testCase("first"), xml.testCase("second"))) {
            Instant time = Instant.parse(timed.getAttribute("timestamp"));
            assertTrue(!time.isBefore(before) && !time.isAfter(after), time + " is in " + before + " to " + after);
        }
        assertFalse(xml.testCase("third").hasAttribute("timestamp"));
    }

    /**
     * The schemas of Surefire (surefire-test-report.xsd 3.0.2) and of Jenkins (junit-10.xsd) are not in any Maven
     * artifact, so this test states their rules for the elements that are written.
     */
    @Test
    void fileEnded_additionsRemoved_hasTheStructureOfTheCommonSchemas() throws Exception {
        Report report = open(folder, List.of("scenarios/sample.yaml"));
        List<Verdict> verdicts = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            ScenarioCase scenario = Samples.scenario(outcome.name(), 1);
            report.started(scenario);
            verdicts.add(Samples.verdict(scenario, outcome, "why", "why\nmore").withDigest("0a1b"));
        }
        report.fileEnded("scenarios/sample.yaml", verdicts);

        Element suite =
                XmlReport.read(folder.resolve("TEST-scenarios.sample.xml")).suite();
        assertEquals(
                Set.of("name", "tests", "failures", "errors", "skipped", "time", "file", "timestamp"),
                attributes(suite)); // all of Jenkins'; Surefire's has no file
        assertEquals("testsuite", suite.getTagName());
        assertMatches("\\d+", suite, "tests", "failures", "errors", "skipped");
        assertMatches(SUREFIRE_TIME, suite, "time");
        List<Element> children = children(suite);
        assertEquals("properties", children.get(0).getTagName());
        assertProperties(children.get(0));
        assertEquals(1 + verdicts.size(), children.size());
        for (Element testCase : children.subList(1, children.size())) {
            assertEquals("testcase", testCase.getTagName());
            assertEquals(
                    Set.of("name", "classname", "time", "file", "line", "timestamp"),
                    attributes(testCase)); // both schemas have the first three, Surefire's the last too
            assertMatches(SUREFIRE_TIME, testCase, "time");
            assertTestCase(testCase);
        }
    }

    /** The order and the content of the elements are those of the common schemas. */
    @Test
    void fileEnded_flakyScenario_hasTheElementsOfSurefire() throws Exception {
        ScenarioCase scenario = Samples.scenario("flaky", 1);
        Verdict flaky = Verdicts.ofTries(List.of(
                Samples.verdict(scenario, Outcome.BROKEN, "no server", ""),
                Samples.verdict(scenario, Outcome.FAILED, "expected 1", "expected 1\nstep 3"),
                Samples.verdict(scenario, Outcome.PASSED, "", "")));

        XmlReport report = XmlReport.read(write(folder, List.of(flaky)).get(0));

        assertEquals("0", report.suite().getAttribute("failures"));
        assertEquals("0", report.suite().getAttribute("errors"));
        assertEquals(List.of("flakyFailure", "flakyError", "system-out"), tags(report.testCase("flaky")));
        assertEquals("expected 1", report.attribute("flaky", "flakyFailure", "message"));
        assertEquals("FAILED", report.attribute("flaky", "flakyFailure", "type"));
        Element failure = children(report.testCase("flaky")).get(0);
        assertEquals(List.of("stackTrace", "system-out"), tags(failure));
        assertEquals("expected 1\nstep 3", children(failure).get(0).getTextContent());
        assertEquals("output of flaky\n", children(failure).get(1).getTextContent());
        assertEquals("BROKEN", report.attribute("flaky", "flakyError", "type"));
    }

    @Test
    void fileEnded_noTryPassed_isAFailureWithTheOtherTries() throws Exception {
        ScenarioCase scenario = Samples.scenario("never", 1);
        Verdict failed = Verdicts.ofTries(List.of(
                Samples.verdict(scenario, Outcome.BROKEN, "no server", ""),
                Samples.verdict(scenario, Outcome.FAILED, "expected 1", ""),
                Samples.verdict(scenario, Outcome.FAILED, "expected 2", "")));

        XmlReport report = XmlReport.read(write(folder, List.of(failed)).get(0));

        assertEquals("1", report.suite().getAttribute("failures"));
        assertEquals(List.of("failure", "rerunFailure", "rerunError", "system-out"), tags(report.testCase("never")));
        assertEquals(
                "none of 3 tries passed; try 2 FAILED: expected 1", report.attribute("never", "failure", "message"));
        assertEquals("expected 2", report.attribute("never", "rerunFailure", "message"));
        assertEquals("no server", report.attribute("never", "rerunError", "message"));
    }

    private static List<String> tags(Element parent) {
        return children(parent).stream().map(Element::getTagName).toList();
    }

    private static void assertTestCase(Element testCase) {
        List<Element> children = children(testCase);
        assertProperties(children.get(0)); // an addition
        List<String> names = children.stream().map(Element::getTagName).toList();
        String outcome = testCase.getAttribute("name");
        String result = switch (outcome) {
            case "PASSED" -> "";
            case "SKIPPED" -> "skipped";
            case "FAILED" -> "failure";
            default -> "error";
        };
        assertEquals(
                Stream.of("properties", result, "system-out")
                        .filter(name -> !name.isEmpty())
                        .toList(),
                names);
        if (!result.isEmpty()) {
            Set<String> attributes = attributes(children.get(1));
            assertEquals(result.equals("skipped") ? Set.of("message") : Set.of("message", "type"), attributes);
            assertEquals(List.of(), children(children.get(1)));
        }
    }

    private static void assertProperties(Element properties) {
        assertEquals("properties", properties.getTagName());
        for (Element property : children(properties)) {
            assertEquals("property", property.getTagName());
            assertEquals(Set.of("name", "value"), attributes(property));
        }
    }

    private static void assertMatches(String pattern, Element element, String... attributes) {
        for (String attribute : attributes) {
            String value = element.getAttribute(attribute);
            assertTrue(value.matches(pattern), attribute + "=" + value);
        }
    }

    private static Set<String> attributes(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        return IntStream.range(0, attributes.getLength())
                .mapToObj(i -> attributes.item(i).getNodeName())
                .collect(Collectors.toSet());
    }

    private static List<Element> children(Element element) {
        return IntStream.range(0, element.getChildNodes().getLength())
                .mapToObj(element.getChildNodes()::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
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
        Report report = ReportFormat.JUNIT_XML.open(Contexts.silent(), folder);
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

package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTML report of scenarios that run as JUnit tests. */
class BuildReportTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void scenarios_areInTheReport_withTheirSteps_andTheCommandOfTheBuild() throws Exception {
        Path file = folder.resolve("run.html");
        BuildReport report = report(file).orElseThrow();
        run(report, UserProjects.SCENARIOS);
        report.end();

        String html = Files.readString(file);
        assertTrue(html.contains("<b>PASSED</b>"), html);
        assertTrue(html.contains("<summary><b>FAILED</b>"), html);
        assertTrue(html.contains("run again: mvn test -Dtest=OrdersTest -Dbinrun.scenarios="), html);
        assertTrue(html.contains("aria-label=\"timeline\""), html);
        assertTrue(
                html.contains("binrun: 2 scenarios <b class=\"passed\">1 passed</b> <b class=\"failed\">1 failed</b>"),
                html);
        assertEquals("HTML report: " + file + "\n", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void factoriesOfOneJvm_shareTheReport() {
        Path file = folder.resolve("run.html");

        assertEquals(report(file), report(folder.resolve("x/../run.html")));
        assertFalse(report(folder.resolve("other.html")).equals(report(file)));
    }

    @Test
    void withoutTheProperty_thereIsNoReport() {
        assertEquals(Optional.empty(), BuildReport.of(new Properties(), out));
        assertEquals(Optional.empty(), report(Path.of("")));
    }

    @Test
    void unwritablePath_isAnErrorWithTheFix() throws Exception {
        Path file = Files.createFile(folder.resolve("file")).resolve("run.html");

        String message =
                assertThrows(IllegalArgumentException.class, () -> report(file)).getMessage();

        assertTrue(message.startsWith("binrun.html: cannot write to the path '" + file + "': "), message);
        assertTrue(message.endsWith("; name another path"), message);
    }

    @Test
    void folderThatDisappears_isNamedOnce_andChangesNoVerdict() throws Exception {
        Path target = folder.resolve("report");
        BuildReport report = report(target).orElseThrow();
        try (var files = Files.list(target)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(target);
        Files.createFile(target);

        List<Outcome> outcomes = run(report, UserProjects.SCENARIOS);

        assertEquals(List.of(Outcome.PASSED, Outcome.FAILED), outcomes);
        String lines = printed.toString(StandardCharsets.UTF_8);
        assertEquals(2, lines.lines().count(), lines);
        assertTrue(lines.contains("\nbinrun.html: "), lines);
        assertTrue(lines.endsWith("; the report is incomplete\n"), lines);
    }

    private Optional<BuildReport> report(Path target) {
        Properties properties = new Properties();
        properties.setProperty("binrun.html", target.toString());
        return BuildReport.of(properties, out);
    }

    private List<Outcome> run(BuildReport report, String scenarios) throws Exception {
        Files.writeString(folder.resolve("pom.xml"), "");
        Path file = Files.writeString(folder.resolve("orders.yaml"), scenarios);
        BuildCommand build = new BuildCommand(new Properties(), Map.of(), folder, Optional.of("OrdersTest"));
        Engine engine = new Engine(System.getenv());
        List<ScenarioCase> cases = ScenarioReader.read(List.of(file)).get(0).scenarios();
        return cases.stream()
                .map(scenario -> report.run(scenario, build, listener -> engine.run(scenario, listener))
                        .outcome())
                .toList();
    }
}

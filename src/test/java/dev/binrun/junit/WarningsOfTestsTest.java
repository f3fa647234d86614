package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;

/** Warnings about unknown values in JUnit: they are in the output of one test of the scenario. */
class WarningsOfTestsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void warning_ofAMatrix_isPrintedByTheFirstTestOnly() throws Throwable {
        String text = """
                name: jobs
                matrix: { n: [1, 2] }
                streams: [ { name: A, retention: workque } ]
                steps: [ { stream info: A, expect: { state: { messages: 0 } } } ]
                """;
        for (DynamicTest test : tests(text)) {
            test.getExecutable().execute();
        }

        assertEquals("""
                a.yaml:3:34: warning: unknown value 'workque' of 'retention' (did you mean 'workqueue'?); known values:\
                 limits, interest, workqueue; the server decides
                  3 | streams: [ { name: A, retention: workque } ]
                    |                                  ^
                output of jobs [n=1]
                output of jobs [n=2]
                """, printed.toString(StandardCharsets.UTF_8));
    }

    private List<DynamicTest> tests(String text) {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Scenarios scenarios = new Scenarios(
                paths -> List.of(ScenarioReader.readText(Path.of("a.yaml"), text)),
                scenario -> Samples.verdict(scenario, Outcome.PASSED, "", ""),
                new Properties(),
                out);
        List<? extends DynamicNode> nodes =
                scenarios.below(List.of(Path.of("a.yaml"))).toList();
        return ((DynamicContainer) nodes.get(0))
                .getChildren()
                .map(DynamicTest.class::cast)
                .toList();
    }
}

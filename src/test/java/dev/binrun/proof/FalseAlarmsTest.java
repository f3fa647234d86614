package dev.binrun.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Correct systems under faults cause no false alarm; {@code -Dbinrun.proof.runs=50} sets the number of runs. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
final class FalseAlarmsTest {
    private static final int RUNS = Integer.getInteger("binrun.proof.runs", 2);

    @TestFactory
    Stream<DynamicTest> checks_systemIsCorrectUnderFaults_hold() {
        return ScenarioReader.read(List.of(Path.of("src/test/resources/lab"))).stream()
                .flatMap(file -> file.scenarios().stream().flatMap(scenario -> runs(file, scenario)));
    }

    private static Stream<DynamicTest> runs(ScenarioFile file, ScenarioCase scenario) {
        return IntStream.rangeClosed(1, RUNS)
                .mapToObj(run -> DynamicTest.dynamicTest(
                        scenario.name() + ", run " + run + " of " + RUNS,
                        file.path().toUri(),
                        () -> holds(scenario)));
    }

    private static void holds(ScenarioCase scenario) {
        Verdict verdict = new Engine(System.getenv()).run(scenario, line -> {});
        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }
}

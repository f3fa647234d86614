package dev.binrun.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
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

/** The check of a contended key gives a verdict in every run; {@code -Dbinrun.contended.runs=50} sets their number. */
@Tag("slow")
final class ContendedBucketTest {
    private static final int RUNS = Integer.getInteger("binrun.contended.runs", 7);
    private static final Path FILE = Path.of("scenarios/lab/17-contended-key.yaml");

    @TestFactory
    Stream<DynamicTest> kvLinearizable_keyIsContended_isDecidedInEachRun() {
        ScenarioCase scenario =
                ScenarioReader.read(List.of(FILE)).get(0).scenarios().get(0);
        return IntStream.rangeClosed(1, RUNS)
                .mapToObj(run -> DynamicTest.dynamicTest("run " + run + " of " + RUNS, FILE.toUri(), () -> {
                    Verdict verdict = new Engine(System.getenv()).run(scenario, line -> {});
                    assertEquals("", verdict.report());
                    assertEquals(Outcome.PASSED, verdict.outcome());
                }));
    }
}

package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScenarioRunTest {
    @Test
    void run_returnsEveryVerdictOnce_inOrder() {
        List<ScenarioCase> scenarios = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> Samples.scenario("s" + i, i))
                .toList();
        List<Verdict> heard = new ArrayList<>();

        List<Verdict> verdicts = new ScenarioRun(ScenarioRunTest::byLine, heard::add)
                .run(List.of(Samples.file(scenarios.toArray(ScenarioCase[]::new))), JobRange.of(4));

        assertEquals(
                scenarios.stream().map(ScenarioCase::name).toList(),
                verdicts.stream().map(Verdict::name).toList());
        assertEquals(50, heard.size());
        assertEquals(
                25, verdicts.stream().filter(v -> v.outcome() == Outcome.FAILED).count());
    }

    @Test
    void run_twoJobs_runsTwoInParallel() {
        CyclicBarrier together = new CyclicBarrier(2);

        List<Verdict> verdicts = new ScenarioRun(
                        scenario -> {
                            await(together);
                            return byLine(scenario);
                        },
                        verdict -> {})
                .run(List.of(Samples.file(Samples.scenario("a", 2), Samples.scenario("b", 4))), JobRange.of(2));

        assertEquals(2, verdicts.size());
    }

    @Test
    void run_oneJob_runsOneAfterAnother() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        new ScenarioRun(
                        scenario -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            running.decrementAndGet();
                            return byLine(scenario);
                        },
                        verdict -> {})
                .run(files(20), JobRange.of(1));

        assertEquals(1, most.get());
    }

    @Test
    void run_judgeThrows_isAnError() {
        ScenarioRun run = new ScenarioRun(
                scenario -> {
                    throw new IllegalArgumentException("bug");
                },
                verdict -> {});

        IllegalStateException error =
                assertThrows(IllegalStateException.class, () -> run.run(files(1), JobRange.of(1)));

        assertEquals("scenarios/sample.yaml:1:1: 's1' ended without a verdict", error.getMessage());
        assertEquals("bug", error.getCause().getMessage());
    }

    private static List<ScenarioFile> files(int scenarios) {
        return Stream.of(Samples.file(IntStream.rangeClosed(1, scenarios)
                        .mapToObj(i -> Samples.scenario("s" + i, i))
                        .toArray(ScenarioCase[]::new)))
                .toList();
    }

    private static Verdict byLine(ScenarioCase scenario) {
        Outcome outcome = scenario.place().line() % 2 == 0 ? Outcome.PASSED : Outcome.FAILED;
        return Samples.verdict(scenario, outcome, "odd", "");
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the scenarios did not run at the same time", e);
        }
    }
}

package dev.binrun.junit;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One scenario of each outcome, two of them at the same time, for {@link SurefireReportTest} to run. */
@Execution(ExecutionMode.CONCURRENT)
class SurefireFixture {
    private final CyclicBarrier together = new CyclicBarrier(2);

    @TestFactory
    Stream<DynamicNode> scenarios() {
        return new Scenarios(
                        paths -> List.of(Samples.file(
                                Samples.scenario("A passes, \"quoted\" <&> é", 1),
                                Samples.scenario("B fails", 11),
                                Samples.invalid("C is invalid", 21),
                                Samples.scenario("D is broken", 31),
                                Samples.scenario("E is skipped", 41),
                                Samples.scenario("F is slow", 51, "slow"))),
                        this::verdict,
                        new Properties(),
                        System.out)
                .below(List.of(Path.of("scenarios")));
    }

    private Verdict verdict(ScenarioCase scenario) {
        return switch (scenario.name().charAt(0)) {
            case 'A' -> meet(Samples.verdict(scenario, Outcome.PASSED, "", ""));
            case 'B' ->
                meet(Samples.verdict(
                        scenario,
                        Outcome.FAILED,
                        "mirror: expected 5, actual 4",
                        "mirror: expected 5, actual 4\nseed 1"));
            case 'C' ->
                Samples.verdict(
                        scenario,
                        Outcome.INVALID,
                        "unknown key 'numSesions'",
                        scenario.problems().get(0).toString());
            case 'D' -> Samples.verdict(scenario, Outcome.BROKEN, "no nats-server", "no nats-server\ntried the PATH");
            case 'E' -> Samples.verdict(scenario, Outcome.SKIPPED, "not today", "");
            default -> throw new AssertionError(scenario.name() + " is to be left out");
        };
    }

    private Verdict meet(Verdict verdict) {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the scenarios did not run at the same time", e);
        }
        return verdict;
    }
}

package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A scenario whose caller is interrupted ends at once, reports it, and leaves no process. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
final class InterruptedTest {
    @Test
    void interrupt_whileAServerIsPaused_endsAtOnceAndNamesTheStep() throws Exception {
        ScenarioCase scenario =
                ScenarioReader.readText(Path.of("test.yaml"), """
                        name: interrupted from outside
                        streams: [{ name: ORDERS, subjects: [orders.>] }]
                        steps:
                          - pub: orders.new
                          - server pause:
                          - sleep: 20s
                            expect: { took: "> 0s" }
                        checks:
                          - no-acked-loss: ORDERS
                        """).scenarios().get(0);
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        Thread runner = new Thread(
                () -> verdict.complete(new Engine(System.getenv()).run(scenario, line -> {})), "interrupted-scenario");

        runner.start();
        assertThatItSleeps(scenario.name());
        Instant interrupted = Instant.now();
        runner.interrupt();

        Verdict result = verdict.get(20, TimeUnit.SECONDS);
        assertEquals(Outcome.BROKEN, result.outcome(), result.report());
        assertEquals("test.yaml:6: sleep: interrupted from outside", result.message(), result.report());
        assertTrue(result.details().contains("not run            no-acked-loss"), result.details());
        Duration took = Duration.between(interrupted, Instant.now());
        assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took.toString());
    }

    private static void assertThatItSleeps(String scenario) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> Thread.getAllStackTraces().entrySet().stream()
                        .filter(thread -> thread.getKey().getName().equals("scenario " + scenario))
                        .flatMap(thread -> Arrays.stream(thread.getValue()))
                        .anyMatch(frame -> frame.getClassName().equals("dev.binrun.verb.flow.Sleep")));
    }
}

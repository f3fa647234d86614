package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A run of sample classes in a JUnit engine of its own. */
record KitRun(EngineExecutionResults results) {
    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

    /** Runs sample classes one after the other. */
    static KitRun of(Class<?>... samples) {
        return run(Map.of(), samples);
    }

    /** Runs sample classes and their tests on four threads. */
    static KitRun parallel(Class<?>... samples) {
        return run(PARALLEL, samples);
    }

    /** Runs sample classes with a configuration parameter of JUnit. */
    static KitRun with(String parameter, String value, Class<?>... samples) {
        return run(Map.of(parameter, value), samples);
    }

    private static KitRun run(Map<String, String> parameters, Class<?>... samples) {
        return new KitRun(EngineTestKit.engine("junit-jupiter")
                .selectors(Stream.of(samples)
                        .map(DiscoverySelectors::selectClass)
                        .toArray(org.junit.platform.engine.discovery.ClassSelector[]::new))
                .configurationParameters(parameters)
                .execute());
    }

    /** Checks that all tests passed, and how many they are. */
    void passes(int tests) {
        assertEquals(List.of(), messages(Status.FAILED), "failures");
        assertEquals(List.of(), messages(Status.ABORTED), "aborted");
        assertEquals(tests, results.testEvents().succeeded().count(), "passed tests");
    }

    /** Returns the message of the only failure. */
    String failure() {
        List<String> messages = messages(Status.FAILED);
        assertEquals(1, messages.size(), () -> "failures: " + messages);
        return messages.get(0);
    }

    /** Returns the only failure. */
    Throwable throwable() {
        failure();
        return results.allEvents().finished().stream()
                .map(KitRun::result)
                .filter(result -> result.getStatus() == Status.FAILED)
                .findFirst()
                .flatMap(TestExecutionResult::getThrowable)
                .orElseThrow();
    }

    List<String> messages(Status status) {
        return results.allEvents().finished().stream()
                .map(KitRun::result)
                .filter(result -> result.getStatus() == status)
                .map(result -> result.getThrowable().map(Throwable::getMessage).orElse(""))
                .toList();
    }

    private static TestExecutionResult result(Event finished) {
        return finished.getRequiredPayload(TestExecutionResult.class);
    }
}

package dev.binrun.junit;

import org.junit.platform.engine.TestExecutionResult;

/** Runs a sample class in a JVM of its own and prints the failures. */
final class KeptMain {
    private KeptMain() {}

    public static void main(String... arguments) throws Exception {
        KitRun.of(Class.forName(arguments[0])).results().allEvents().finished().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .flatMap(result -> result.getThrowable().stream())
                .forEach(failure -> System.out.println(failure.getMessage()));
    }
}

package dev.binrun;

import dev.binrun.junit.Scenarios;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every file in {@code scenarios/}, as {@code mvn test} runs it. */
@Execution(ExecutionMode.CONCURRENT)
class ScenariosTest {
    @TestFactory
    Stream<DynamicNode> scenarios() {
        return Scenarios.in("scenarios");
    }
}

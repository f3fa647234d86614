package dev.binrun.example;

import dev.binrun.junit.Scenarios;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every scenario of the order service as a test, each on a server of its own. */
class OrderScenariosTest {
    @TestFactory
    Stream<DynamicNode> scenarios() {
        return Scenarios.in("src/test/resources/example");
    }
}

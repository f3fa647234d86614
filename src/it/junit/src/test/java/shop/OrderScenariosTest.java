package shop;

import dev.binrun.junit.Scenarios;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Each scenario in the folder {@code scenarios} is a test. */
class OrderScenariosTest {
    @TestFactory
    Stream<DynamicNode> scenarios() {
        return Scenarios.in("scenarios");
    }
}

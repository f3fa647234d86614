package com.example;

import dev.binrun.junit.Scenarios;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Runs each scenario in the folder scenarios/ as a test. */
class OrderScenariosTest {
    @TestFactory
    Stream<DynamicNode> scenarios() {
        return Scenarios.in("scenarios");
    }
}

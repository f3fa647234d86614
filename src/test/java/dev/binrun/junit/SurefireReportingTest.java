package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.binrun.verdict.Outcome;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class SurefireReportingTest {
    private static final String PROVIDER = "org.apache.maven.surefire.junitplatform.JUnitPlatformProvider";
    private static final String SINCE_3_5_3 = "org.apache.maven.surefire.api.report.ReporterFactoryOptions";
    private static final String SINCE_3_5_4 =
            "org.apache.maven.surefire.junitplatform.RunListenerAdapter$ResultDisplay";
    private static final String FILE = Path.of("scenarios", "sample.yaml").toString();

    @Test
    void versions_areRecognizedByTheirClasses() {
        assertEquals(false, counts(true));
        assertEquals(false, counts(true, PROVIDER), "before 3.5.3");
        assertEquals(true, counts(true, PROVIDER, SINCE_3_5_3), "3.5.3");
        assertEquals(false, counts(true, PROVIDER, SINCE_3_5_3, SINCE_3_5_4), "from 3.5.4 on");
        assertEquals(true, counts(false, PROVIDER, SINCE_3_5_3, SINCE_3_5_4), "with JUnit before 5.8");
        assertEquals(false, counts(false, PROVIDER), "before 3.5.3, with JUnit before 5.8");
        assertEquals(false, counts(true, SINCE_3_5_3), "no Surefire calls JUnit");
    }

    @ParameterizedTest
    @CsvSource({
        "plain, false, FILE, true",
        "flat, false, flat(), true",
        "onAnotherThread, false, FILE, true",
        "plain, true, CLASS, true",
        "several, true, CLASS, true",
        "wrapped, true, CLASS, true",
        "flat, true, flat(), false",
        "onAnotherThread, true, CLASS, true",
    })
    void testWithASource_isInACountedContainer(String factory, boolean byContainer, String container, boolean source) {
        String parent = container.replace("FILE", FILE).replace("CLASS", CountedByContainer.class.getName());

        assertEquals(
                Set.of("first in " + parent + (source ? " with a source" : "")), Set.copyOf(run(factory, byContainer)));
    }

    private static boolean counts(boolean knowsParents, String... classes) {
        return SurefireReporting.countsByContainer(Set.of(classes)::contains, knowsParents);
    }

    /** Runs one factory method, and returns each test with its parent. */
    private static List<String> run(String factory, boolean byContainer) {
        Class<?> fixture = byContainer ? CountedByContainer.class : Counted.class;
        Seen seen = new Seen();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectMethod(fixture, factory))
                                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                                .build(),
                        seen);
        return seen.tests;
    }

    private static final class Seen implements TestExecutionListener {
        private final List<String> tests = new ArrayList<>();
        private TestPlan plan;

        @Override
        public void testPlanExecutionStarted(TestPlan started) {
            plan = started;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) {
                boolean source = !(test.getSource().orElseThrow() instanceof MethodSource);
                tests.add(test.getDisplayName() + " in "
                        + plan.getParent(test).orElseThrow().getDisplayName()
                        + (source ? " with a source" : ""));
            }
        }
    }

    /** Test factories as users write them. */
    abstract static class Factories {
        abstract boolean byContainer();

        @TestFactory
        Stream<DynamicNode> plain() {
            return nodes("scenarios");
        }

        @TestFactory
        Stream<DynamicNode> several() {
            return Stream.of("a", "b").flatMap(this::nodes);
        }

        @TestFactory
        Stream<DynamicNode> wrapped() {
            return Stream.of("a", "b").map(name -> DynamicContainer.dynamicContainer(name, nodes(name)));
        }

        @TestFactory
        Stream<DynamicNode> flat() {
            return nodes("scenarios").flatMap(file -> ((DynamicContainer) file).getChildren());
        }

        @TestFactory
        @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        Stream<DynamicNode> onAnotherThread() {
            return nodes("scenarios");
        }

        private Stream<DynamicNode> nodes(String folder) {
            return new Scenarios(
                            paths -> List.of(Samples.file(Samples.scenario("first", 1))),
                            scenario -> Samples.verdict(scenario, Outcome.PASSED, "", ""),
                            new Properties(),
                            new PrintStream(OutputStream.nullOutputStream()),
                            new SurefireReporting(byContainer()))
                    .below(List.of(Path.of(folder)));
        }
    }

    static final class Counted extends Factories {
        @Override
        boolean byContainer() {
            return false;
        }
    }

    static final class CountedByContainer extends Factories {
        @Override
        boolean byContainer() {
            return true;
        }
    }
}

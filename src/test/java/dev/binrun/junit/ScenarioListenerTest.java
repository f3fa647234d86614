package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The classes that the listener loads, in a separate JVM. */
final class ScenarioListenerTest {
    private static final Pattern LOADED = Pattern.compile("(dev\\.binrun\\.[\\w.$]+) source: .*");

    @Test
    void listener_projectWithoutScenarios_loadsNoOtherClass() throws Exception {
        assertEquals(Set.of("dev.binrun.junit.ScenarioListener"), loadedWhileRunning(Plain.class));
    }

    @Test
    void listener_projectWithScenarios_takesTurnsToPrint() throws Exception {
        Set<String> loaded = loadedWhileRunning(WithScenarios.class);

        assertEquals(
                Set.of(
                        "dev.binrun.junit.OutputTurn",
                        "dev.binrun.junit.ScenarioListener",
                        "dev.binrun.junit.Scenarios"),
                loaded.stream()
                        .filter(name -> name.matches(".*\\.(OutputTurn|ScenarioListener|Scenarios)"))
                        .collect(Collectors.toSet()));
    }

    private static Set<String> loadedWhileRunning(Class<?> testClass) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xlog:class+load:stdout",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        testClass.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(0, process.waitFor());
        return lines.stream()
                .flatMap(line -> LOADED.matcher(line).results())
                .map(loaded -> loaded.group(1))
                .filter(name -> !name.startsWith(ScenarioListenerTest.class.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Runs one test class with the listeners that JUnit finds; exit code 0 if its two tests pass. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws Exception {
            SummaryGeneratingListener summary = new SummaryGeneratingListener();
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectClass(Class.forName(arguments[0])))
                                    .build(),
                            summary);
            System.exit(summary.getSummary().getTestsSucceededCount() == 2 ? 0 : 1);
        }
    }

    /** Tests of a project that has binrun on its class path for another purpose. */
    static final class Plain {
        @Test
        void first() {
            assertEquals(4, 2 + 2);
        }

        @TestFactory
        Stream<DynamicNode> others() {
            return Stream.of(org.junit.jupiter.api.DynamicTest.dynamicTest("second", () -> assertEquals(6, 2 * 3)));
        }
    }

    /** Tests of a project with scenarios. */
    static final class WithScenarios {
        @Test
        void first() {
            assertEquals(4, 2 + 2);
        }

        @TestFactory
        Stream<DynamicNode> scenarios() {
            return new Scenarios(
                            paths -> List.of(Samples.file(Samples.scenario("second", 1))),
                            scenario -> Samples.verdict(scenario, dev.binrun.verdict.Outcome.PASSED, "", ""),
                            new Properties(),
                            new PrintStream(OutputStream.nullOutputStream()))
                    .below(List.of(Path.of("scenarios")));
        }
    }
}

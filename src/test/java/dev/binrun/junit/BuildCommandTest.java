package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "words are quoted in another way")
class BuildCommandTest {
    private static final ScenarioCase ALONE = scenarios("src/test/a.yaml", "").get(0);
    private static final ScenarioCase NAMED =
            scenarios("src/test/a.yaml", "name: It's one\n---\nname: two\n").get(0);

    @TempDir
    private Path root;

    private final Properties properties = new Properties();
    private Path project;
    private String test = "shop.OrdersTest";
    private String shell = "";

    @BeforeEach
    void project() {
        project = root;
    }

    @Test
    void surefire_runsTheClass() throws Exception {
        file("pom.xml");

        assertEquals("run again: mvn test -Dtest=OrdersTest -Dbinrun.scenarios=src/test/a.yaml", of(ALONE));
        assertEquals(
                "run again: mvn test -Dtest=OrdersTest -Dbinrun.scenarios=src/test/a.yaml"
                        + " '-Dbinrun.name=It'\\''s one'",
                of(NAMED));
    }

    @Test
    void surefire_unknownClass_runsAll() throws Exception {
        file("pom.xml");
        test = "";

        assertEquals("run again: mvn test -Dbinrun.scenarios=src/test/a.yaml", of(ALONE));
    }

    @Test
    void wrapper_isPreferred() throws Exception {
        file("pom.xml");
        file("mvnw");

        assertEquals("run again: ./mvnw test -Dtest=OrdersTest -Dbinrun.scenarios=src/test/a.yaml", of(ALONE));
    }

    @Test
    void failsafe_isRecognizedByItsSettings() throws Exception {
        file("pom.xml");
        Path settings = Files.createDirectories(root.resolve("target/surefire"));
        Files.writeString(settings.resolve("surefire1tmp"), "reportsDirectory=/a/target/failsafe-reports\n");
        properties.put(
                "sun.java.command",
                settings + "/surefirebooter1.jar " + settings + " jvmRun1 surefire1tmp surefire2tmp");

        assertEquals("run again: mvn verify -Dit.test=OrdersTest -Dbinrun.scenarios=src/test/a.yaml", of(ALONE));
    }

    @Test
    void failsafe_isRecognizedByTheClassName() throws Exception {
        file("pom.xml");
        test = "shop.OrdersIT";

        assertEquals("run again: mvn verify -Dit.test=OrdersIT -Dbinrun.scenarios=src/test/a.yaml", of(ALONE));
    }

    @Test
    void module_mavenStartedInAParent_isNamed() throws Exception {
        file("pom.xml");
        file("shop/api/pom.xml");
        project = root.resolve("shop/api");
        shell = root.toString();

        assertEquals(
                "run again: mvn test -pl shop/api -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=OrdersTest"
                        + " -Dbinrun.scenarios=src/test/a.yaml",
                of(ALONE));
    }

    @Test
    void gradle_runsTheClass_andNamesThePropertiesOfOneScenario() throws Exception {
        file("gradlew");
        project = Files.createDirectories(root.resolve("shop/api"));
        properties.put("org.gradle.test.worker", "1");
        properties.put("java.io.tmpdir", project + "/build/tmp/integrationTest");

        assertEquals("""
                run again: ./gradlew :shop:api:integrationTest --tests shop.OrdersTest
                      only this scenario: in the task's block of the build file, \
                systemProperty("binrun.scenarios", "src/test/a.yaml"); systemProperty("binrun.name", "It's one")""", of(NAMED));
    }

    @Test
    void gradle_buildPassesProperties_commandHasThem() throws Exception {
        file("build.gradle.kts");
        properties.put("binrun.scenarios", "src/test");

        assertEquals("run again: gradle test --tests shop.OrdersTest -Dbinrun.scenarios=src/test/a.yaml", of(ALONE));
    }

    @Test
    void unknownBuild_namesTheOptions() {
        assertEquals("run again: the same test with the JVM options -Dbinrun.scenarios=src/test/a.yaml", of(ALONE));
    }

    @TestFactory
    Stream<DynamicNode> failure_endsWithTheCommandOfThisBuild() throws Exception {
        Path file = Files.writeString(root.resolve("fails, at once.yaml"), "steps: [{stream info: A, expect: {}}]\n");
        DynamicTest failing = ((DynamicContainer) Scenarios.in(file).findFirst().orElseThrow())
                .getChildren()
                .map(DynamicTest.class::cast)
                .findFirst()
                .orElseThrow();

        return Stream.of(DynamicTest.dynamicTest("fails", () -> {
            String message = assertThrows(
                            AssertionFailedError.class,
                            () -> failing.getExecutable().execute())
                    .getMessage();
            assertTrue(
                    message.contains(
                            "\nrun again: mvn test -Dtest=BuildCommandTest" + " '-Dbinrun.scenarios=" + file + "'"),
                    message);
        }));
    }

    @Test
    void fileNameWithAComma_isOneFile() throws Exception {
        Path file = Files.writeString(root.resolve("a, b.yaml"), "steps: [{stream info: A, expect: {}}]\n");
        properties.put("binrun.scenarios", file.toString());

        assertEquals(
                List.of(file.toString()),
                new Scenarios(ScenarioReader::read, scenario -> null, properties, System.out)
                        .below(List.of())
                        .map(DynamicNode::getDisplayName)
                        .toList());
    }

    private void file(String name) throws Exception {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }

    private String of(ScenarioCase scenario) {
        return new BuildCommand(
                        properties,
                        Map.of("PWD", shell),
                        project,
                        Optional.of(test).filter(name -> !name.isEmpty()))
                .lastLines(scenario);
    }

    private static List<ScenarioCase> scenarios(String path, String text) {
        String steps = "steps: [{stream info: A, error: {}}]\n";
        return ScenarioReader.readText(Path.of(path), text.replace("---", steps + "---") + steps)
                .scenarios();
    }
}

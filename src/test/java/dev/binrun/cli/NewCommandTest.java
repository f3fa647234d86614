package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "shows paths in its own way")
class NewCommandTest {
    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path folder;

    @Test
    void scenario_passes() throws IOException {
        assertEquals(0, shell.execute("new", folder.toString()), shell::err);
        ScenarioCase scenario = ScenarioReader.read(List.of(folder.resolve("first.yaml")))
                .get(0)
                .scenarios()
                .get(0);

        Verdict verdict = new Engine(System.getenv()).run(scenario, line -> {});

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict::report);
        assertEquals(List.of(), scenario.warnings());
    }

    /** The file proposes this change. */
    @Test
    void scenario_withTheProposedChange_fails() {
        String text = CommandResource.text("first-project/first.yaml");
        assertTrue(text.contains("# Try this: expect `messages: 1` in the last step"), text);
        ScenarioCase scenario = ScenarioReader.readText(
                        Path.of("first.yaml"),
                        text.replace("messages: 0 }", "messages: 1 }").replace("within: 5s", "within: 10ms"))
                .scenarios()
                .get(0);

        Verdict verdict = new Engine(System.getenv()).run(scenario, line -> {});

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(
                verdict.message().endsWith("stream info: state.messages: expected 1, was 0")
                        || verdict.message().contains("expected 1, was"),
                verdict::message);
    }

    @Test
    void folder_getsTheFile_andTheNextCommandsAreShown() {
        Path file = folder.resolve("orders/first.yaml");

        assertEquals(0, shell.execute("new", folder.resolve("orders").toString()), shell::err);

        assertEquals(
                "wrote " + file + "\nrun it: ./jbang binrun.java run " + file
                        + "\ncheck it without a server: ./jbang binrun.java validate " + file + "\n",
                shell.out());
        assertTrue(Files.isRegularFile(file));
    }

    @Test
    void file_isWrittenUnderItsName() {
        assertEquals(0, shell.execute("new", folder.resolve("a/b.yml").toString()), shell::err);

        assertTrue(Files.isRegularFile(folder.resolve("a/b.yml")));
    }

    @Test
    void file_exists_isNotReplaced() throws IOException {
        Path file = Files.writeString(folder.resolve("first.yaml"), "mine");

        assertEquals(2, shell.execute("new", folder.toString()));

        assertEquals(
                file + " exists, and is not replaced; name another file: ./jbang binrun.java new "
                        + folder.resolve("first-2.yaml") + "\nSee './jbang binrun.java new --help'.\n",
                shell.err());
        assertEquals("mine", Files.readString(file));
        assertEquals("", shell.out());
    }

    @Test
    void json_isAnError() {
        assertEquals(2, shell.execute("new", "a.json"));

        assertEquals(
                "a.json: the first scenario has comments, which JSON does not allow; name a .yaml file\n"
                        + "See './jbang binrun.java new --help'.\n",
                shell.err());
    }

    @Test
    void folder_isAFile_isAnError() throws IOException {
        Path file = Files.writeString(folder.resolve("orders"), "mine");

        assertEquals(3, shell.execute("new", file.toString()));

        assertEquals(
                file.resolve("first.yaml") + " cannot be written: " + file
                        + ": a file is in the way; name another file\n",
                shell.err());
    }

    @Test
    void maven_writesAProject_andTheNextCommandsAreShown() throws IOException {
        Path project = folder.resolve("my shop");

        assertEquals(0, shell.execute("new", "--maven", project.toString()), shell::err);

        assertEquals(
                List.of(
                        "pom.xml",
                        "scenarios/first.yaml",
                        "src/test/java/com/example/OrderScenariosTest.java",
                        "src/test/java/com/example/OrdersTest.java"),
                files(project));
        List<String> lines = shell.out().lines().toList();
        assertEquals(
                List.of(
                        "the project needs binrun " + VersionText.BINRUN
                                + " in your local Maven repository; in a clone of binrun, once:"
                                + " mvn install -DskipTests",
                        "run its tests: mvn -f '" + project + "' test",
                        "run its scenario alone: ./jbang binrun.java run '" + project.resolve("scenarios") + "'"),
                lines.subList(4, lines.size()));
    }

    @Test
    void mavenPom_hasTheVersionsOfThisBuild() throws IOException {
        assertEquals(
                0, shell.execute("new", "--maven", folder.resolve("my shop").toString()), shell::err);
        String own = Files.readString(Path.of("pom.xml"));
        String written = Files.readString(folder.resolve("my shop/pom.xml"));

        for (String artifact : List.of("binrun", "maven-compiler-plugin", "maven-surefire-plugin")) {
            assertEquals(version(own, artifact), version(written, artifact), artifact);
        }
        assertTrue(written.contains("<artifactId>my-shop</artifactId>"), written);
    }

    @Test
    void maven_oneFileExists_writesNothing() throws IOException {
        Path scenario = Files.createDirectory(folder.resolve("scenarios")).resolve("first.yaml");
        Files.writeString(scenario, "mine");

        assertEquals(2, shell.execute("new", "--maven", folder.toString()));

        assertEquals(
                scenario + " exists, and is not replaced; name another folder\n"
                        + "See './jbang binrun.java new --help'.\n",
                shell.err());
        assertEquals(List.of("scenarios/first.yaml"), files(folder));
    }

    @Test
    void maven_withoutAFolder_isAnError() {
        assertEquals(2, shell.execute("new", "--maven"));

        assertEquals(
                "--maven needs the folder of the new project: ./jbang binrun.java new --maven shop\n"
                        + "See './jbang binrun.java new --help'.\n",
                shell.err());
    }

    private static List<String> files(Path below) throws IOException {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> below.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private static String version(String pom, String artifact) {
        Matcher version = Pattern.compile("<artifactId>" + artifact + "</artifactId>\\s*<version>(.*?)</version>")
                .matcher(pom);
        assertTrue(version.find(), artifact);
        return version.group(1);
    }
}

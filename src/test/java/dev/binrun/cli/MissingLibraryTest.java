package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.engine.Engine;
import dev.binrun.form.Library;
import dev.binrun.scenario.ScenarioReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts {@link Main} in a separate JVM whose class path lacks a jar. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
class MissingLibraryTest {
    private static final String SCENARIO =
            "{ name: a, streams: [{ name: B, subjects: [b] }], steps: [{ pub: b c, expect: { seq: 1 } }] }";

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "picocli,                 info.picocli,         picocli,                 4.6.0,  4.7.7",
        "jnats-2,                 io.nats,              jnats,                   2.25.2, 2.26.2",
        "gson,                    com.google.code.gson, gson,                    2.10.1, 2.15.0",
        "snakeyaml-2,             org.yaml,             snakeyaml,               2.0,    2.7",
        "awaitility,              org.awaitility,       awaitility,              4.0.0,  4.3.0",
        "hamcrest,                org.hamcrest,         hamcrest,                1.3,    2.1",
        "junit-platform-launcher, org.junit.platform,   junit-platform-launcher, 1.7,    1.12.2",
        "junit-,                  org.junit.platform,   junit-platform-launcher, 1.7,    6.1.3",
        "junit-platform-engine,   org.junit.platform,   junit-platform-engine,   1.7,    1.12.2",
        "junit-platform-commons,  org.junit.platform,   junit-platform-commons,  1.7,    1.12.2",
        "opentest4j,              org.opentest4j,       opentest4j,              1.1,    1.3.0",
    })
    void run_withoutAJar_printsOneSentence(String jar, String group, String artifact, String oldest, String version)
            throws Exception {
        Ended ended = main(jar, "run", scenario().toString());

        assertEquals(
                "binrun needs " + group + ":" + artifact + " " + oldest + " or newer, but it is not on the class path; "
                        + "add this to the <dependencies> of your pom: <dependency><groupId>" + group
                        + "</groupId><artifactId>" + artifact + "</artifactId><version>" + version
                        + "</version></dependency>",
                ended.printed);
        assertEquals(3, ended.exitCode);
    }

    @ParameterizedTest
    @CsvSource({
        "jnats-2,     io.nats,              jnats,      2.25.2, 2.26.2",
        "gson,        com.google.code.gson, gson,       2.10.1, 2.15.0",
        "snakeyaml-2, org.yaml,             snakeyaml,  2.0,    2.7",
        "awaitility,  org.awaitility,       awaitility, 4.0.0,  4.3.0",
        "hamcrest,    org.hamcrest,         hamcrest,   1.3,    2.1",
    })
    void engineAsALibrary_withoutAJar_isOneSentence(
            String jar, String group, String artifact, String oldest, String version) throws Exception {
        Ended ended = ended(jar, EngineUser.class, scenario().toString());

        assertEquals(
                "dev.binrun.form.Library$UnusableException: binrun needs " + group + ":" + artifact + " " + oldest
                        + " or newer, but it is not on the class path; add this to the <dependencies> of your pom:"
                        + " <dependency><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId><version>" + version + "</version></dependency>",
                ended.printed);
    }

    @Test
    void engineAsALibrary_withAllJars_runs() throws Exception {
        assertEquals("PASSED", ended("no-jar", EngineUser.class, scenario().toString()).printed);
    }

    /** A program that uses the engine without the command line and without the JUnit kit. */
    static final class EngineUser {
        private EngineUser() {}

        public static void main(String... files) {
            try {
                Engine engine = new Engine(System.getenv());
                ScenarioReader.read(List.of(Path.of(files[0]))).stream()
                        .flatMap(file -> file.scenarios().stream())
                        .forEach(scenario -> System.out.println(
                                engine.run(scenario, line -> {}).outcome()));
            } catch (Library.UnusableException e) {
                System.out.println(e);
            }
        }
    }

    @Test
    void validate_withoutJUnit_works() throws Exception {
        Ended ended = main("junit-|opentest4j", "validate", scenario().toString());

        assertEquals("1 scenario in 1 file: nothing is wrong", ended.printed);
        assertEquals(0, ended.exitCode);
    }

    @Test
    void run_withoutCommonsCompressAndSignatures_works() throws Exception {
        Ended ended = main("commons-compress|bcprov", "run", scenario().toString());

        assertTrue(ended.printed.startsWith("PASSED"), ended.printed);
        assertEquals(0, ended.exitCode);
    }

    @Test
    void clientWithAKey_withoutTheLibraryThatSigns_isInvalid() throws Exception {
        Path file = Files.writeString(
                folder.resolve("key.yaml"),
                "{ name: a, clients: { b: { nkey: SUAIBDPBAUTWCWBKIO6XHQNINK5FWJW4OHLXC3HQ2KFE4PEJUA44CNHTC4 } },"
                        + " steps: [{ pub: b c, expect: { seq: 1 } }] }");

        Ended ended = main("bcprov", "validate", file.toString());

        assertTrue(
                ended.printed.startsWith(
                        file + ":1:28: binrun needs org.bouncycastle:bcprov-lts8on 2.73 or newer, but it is"
                                + " not on the class path; add this to the <dependencies> of your pom: <dependency>"
                                + "<groupId>org.bouncycastle</groupId><artifactId>bcprov-lts8on</artifactId>"
                                + "<version>2.73.10</version></dependency>\n"),
                ended.printed);
        assertEquals(2, ended.exitCode);
    }

    @Test
    void simulation_withoutPicocli_works() throws Exception {
        environment.put("SIM", "true");

        Ended ended = main("picocli");

        assertTrue(ended.printed.endsWith("Sim: scenario PASSED"), ended.printed);
        assertEquals(0, ended.exitCode);
    }

    @Test
    void simulation_wrongSettingOfTheLiveSystem_isReported() throws Exception {
        environment.putAll(Map.of("SIM", "true", "BINRUN_PORT", "seven"));

        Ended ended = main("picocli");

        assertEquals(
                "BINRUN_PORT must be a port from 1 to 65535, or -1 for any free one, was \"seven\"\n"
                        + "See 'java -cp $CLASSPATH dev.binrun.cli.Main --help'.",
                ended.printed);
        assertEquals(2, ended.exitCode);
    }

    private record Ended(String printed, int exitCode) {}

    private Path scenario() throws IOException {
        return Files.writeString(folder.resolve("a.yaml"), SCENARIO);
    }

    private Ended main(String without, String... args) throws IOException, InterruptedException {
        return ended(without, Main.class, args);
    }

    private Ended ended(String without, Class<?> main, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !Path.of(entry)
                                .getFileName()
                                .toString()
                                .matches("(" + without + ").*\\.jar|junit-platform-console.*|console.jar"))
                        .collect(Collectors.joining(File.pathSeparator)),
                main.getName()));
        command.addAll(List.of(args));
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would print it on standard error
        Process process = builder.start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it does not end");
        return new Ended(Files.readString(output, StandardCharsets.UTF_8).strip(), process.exitValue());
    }
}

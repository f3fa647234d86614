package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import dev.binrun.junit.UserProjects.Project;
import dev.binrun.report.XmlReport;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/**
 * Builds projects with Surefire and Failsafe in many versions, JUnit in many versions, and libraries that are old.
 * Downloads what the local repository lacks.
 */
@Tag("slow")
class UserProjectsTest {
    private static final List<String> PLUGINS = List.of(
            "3.0.0", "3.1.2", "3.2.5", "3.3.1", "3.4.0", "3.5.0", "3.5.1", "3.5.2", "3.5.3", "3.5.4", "3.5.5", "3.5.6",
            "3.6.0", "3.6.1");
    private static final List<String> JUNITS =
            List.of("5.4.2", "5.7.2", "5.8.2", "5.10.5", "5.12.2", "5.14.4", "6.0.3");

    /** The oldest supported version of each library; those of the script are only inspected. */
    static final Map<String, String> OLDEST = Map.of(
            "io.nats:jnats", "2.25.2",
            "com.google.code.gson:gson", "2.10.1",
            "org.yaml:snakeyaml", "2.0",
            "org.awaitility:awaitility", "4.0.0",
            "org.apache.commons:commons-compress", "1.9",
            "info.picocli:picocli", "4.6.0",
            "org.junit.platform:junit-platform-launcher", "1.7.2");

    /** Versions that binrun itself cannot use. */
    private static final Map<String, String> ANCIENT = Map.of(
            "com.google.code.gson:gson", "2.8.0",
            "org.yaml:snakeyaml", "1.17",
            "org.awaitility:awaitility", "2.0.0",
            "org.apache.commons:commons-compress", "1.5",
            "info.picocli:picocli", "2.0.0");

    private static final Pattern LIBRARIES = Pattern.compile(
            "(io\\.nats\\.client|com\\.google\\.gson|org\\.yaml|org\\.awaitility|org\\.apache\\.commons|picocli|org\\.junit|org\\.opentest4j)\\.");

    /** The classes of the kit, which needs a newer JUnit than scenarios do. */
    private static final Pattern KIT = Pattern.compile("(Kit|EmbeddedNats|Nats).*");

    private static final List<String> OLDEST_JARS = Stream.concat(
                    OLDEST.entrySet().stream().map(entry -> entry.getKey() + ":" + entry.getValue()),
                    Stream.of(
                            "org.junit.jupiter:junit-jupiter-api:5.7.2",
                            "org.junit.platform:junit-platform-engine:1.7.2",
                            "org.junit.platform:junit-platform-commons:1.7.2",
                            "org.opentest4j:opentest4j:1.2.0",
                            "org.hamcrest:hamcrest:2.1",
                            "org.bouncycastle:bcprov-lts8on:2.73.10"))
            .toList();

    @TempDir
    private static Path folder;

    private static UserProjects projects;
    private static String log;

    @BeforeAll
    static void build() throws Exception {
        projects = new UserProjects(folder);
        Stream.of(all(), single(), old().map(Old::project))
                .flatMap(kind -> kind)
                .forEach(projects::add);
        log = projects.build();
    }

    static Stream<Project> all() {
        return Stream.of(
                        PLUGINS.stream()
                                .flatMap(version -> Stream.of("surefire", "failsafe")
                                        .map(plugin ->
                                                new Project(plugin, version, JUnitLibraries.NEWEST, Map.of(), ""))),
                        JUNITS.stream()
                                .flatMap(junit -> Stream.of("3.5.3", "3.6.1")
                                        .map(version -> new Project("surefire", version, junit, Map.of(), ""))),
                        Stream.of(OLDEST, ANCIENT)
                                .map(libraries -> new Project("surefire", "3.2.5", "5.7.2", libraries, "")))
                .flatMap(kind -> kind);
    }

    static Stream<Project> single() {
        return Stream.of("3.0.0", "3.5.3", "3.6.1")
                .flatMap(version -> Stream.of("surefire", "failsafe")
                        .map(plugin ->
                                new Project(plugin, version, JUnitLibraries.NEWEST, Map.of(), "An order passes")));
    }

    /** A project with a library that is too old. */
    record Old(Project project, String artifact, String version, String oldest, String proposed) {
        static Old of(String artifact, String version, String oldest, String proposed) {
            return new Old(
                    new Project("surefire", "3.5.3", JUnitLibraries.NEWEST, Map.of(artifact, version), ""),
                    artifact,
                    version,
                    oldest,
                    proposed);
        }
    }

    static Stream<Old> old() {
        return Stream.of(
                Old.of("io.nats:jnats", "2.17.0", "2.25.2", "2.26.2"),
                Old.of("io.nats:jnats", "2.24.1", "2.25.2", "2.26.2"),
                Old.of("io.nats:jnats", "2.25.1", "2.25.2", "2.26.2"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void failingScenario_failsTheBuild_andReportsEachName(Project project) throws Exception {
        assertEquals("FAILURE", result(project), log);
        XmlReport report = XmlReport.read(projects.report(project));

        assertEquals(
                Set.of("An order passes", "An order fails", "An order is invalid", "An order is broken"),
                new TreeSet<>(report.names()));
        assertEquals(4, report.names().size());
        assertEquals("4 tests, 1 failures, 2 errors, 0 skipped", counts(report.suite()));
        assertTrue(report.attribute("An order fails", "failure", "message")
                .startsWith(Path.of("scenarios", "a.yaml") + ":7: pub: seq: expected 2, was 1"));
        assertTrue(report.attribute("An order is invalid", "error", "message")
                .startsWith(Path.of("scenarios", "b.yaml") + ":2:1: "));
        assertTrue(report.attribute("An order is broken", "error", "message").contains("max_payload"));
        assertEquals("", report.text("An order passes", "failure") + report.text("An order passes", "error"));

        String html = Files.readString(folder.resolve(project.name()).resolve("target/run.html"));
        for (String kind : List.of("passed", "failed", "invalid", "broken")) {
            assertEquals(2, html.split(" class=\"s " + kind + "\"", -1).length, kind);
        }
        assertTrue(html.contains("<h1>binrun: 4 scenarios "), html);
    }

    @ParameterizedTest
    @MethodSource("single")
    void passingScenario_passes(Project project) throws Exception {
        assertEquals("SUCCESS", result(project), log);
        assertEquals(
                List.of("An order passes"),
                XmlReport.read(projects.report(project)).names());
    }

    @ParameterizedTest
    @MethodSource("old")
    void oldLibrary_failsTheBuild_withOneSentence(Old old) throws Exception {
        assertEquals("FAILURE", result(old.project), log);
        XmlReport report = XmlReport.read(projects.report(old.project));

        assertEquals("1 tests, 0 failures, 1 errors, 0 skipped", counts(report.suite()));
        String[] names = old.artifact.split(":");
        String message = report.attribute(report.names().get(0), "error", "message");
        assertTrue(
                message.matches(Pattern.quote("binrun needs " + old.artifact + " " + old.oldest
                                + " or newer, but the class path has " + old.version + " (")
                        + "\\S+"
                        + Pattern.quote(names[1] + "-" + old.version + ".jar); add this to the <dependencies> of your"
                                + " pom: <dependency><groupId>" + names[0] + "</groupId><artifactId>" + names[1]
                                + "</artifactId><version>" + old.proposed + "</version></dependency>")),
                message);
    }

    /** The command {@code run} uses JUnit's launcher and engine, which change more than the annotations. */
    @ParameterizedTest
    @ValueSource(strings = {"1.7.2", "1.10.5", "1.14.4", "6.0.3", JUnitLibraries.NEWEST})
    void runCommand_worksWithJUnit(String platform) throws Exception {
        Path scenarios = Files.createDirectories(folder.resolve("run-" + platform));
        Files.writeString(scenarios.resolve("a.yaml"), UserProjects.SCENARIOS);
        String libraries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !Path.of(entry).getFileName().toString().matches("(junit-|opentest4j|console).*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        String junit = Stream.of("launcher", "engine", "commons")
                .map(part -> "org.junit.platform:junit-platform-" + part + ":" + platform)
                .map(UserProjectsTest::jar)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path output = folder.resolve("run-" + platform + ".txt");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(
                                File.pathSeparator,
                                libraries,
                                junit,
                                jar("org.opentest4j:opentest4j:1.3.0").toString()),
                        "dev.binrun.cli.Main",
                        "run",
                        scenarios.toString(),
                        "--jobs",
                        "2")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertTrue(run.waitFor(1, TimeUnit.MINUTES), "it does not end");
        String printed = Files.readString(output);
        assertTrue(printed.contains("2 scenarios: 1 passed, 1 failed in "), printed);
        assertEquals(1, run.exitValue(), printed);
    }

    /** A member that exists only in newer versions would be missing at run time in the oldest supported version. */
    @Test
    void everyUsedMember_isInTheOldestVersions() throws Exception {
        try (URLClassLoader oldest = loader(OLDEST_JARS);
                URLClassLoader ofKit = loader(OLDEST_JARS.stream()
                        .map(jar -> jar.startsWith("org.junit.jupiter") ? jar.replace("5.7.2", "5.10.5") : jar)
                        .map(jar -> jar.startsWith("org.junit.platform") ? jar.replace("1.7.2", "1.10.5") : jar)
                        .toList());
                URLClassLoader none = loader(List.of())) {
            assertEquals(Set.of(), missing(KIT.asMatchPredicate().negate(), oldest));
            String newer =
                    "org.junit.jupiter.api.extension.TestInstantiationAwareExtension"; // only JUnit 5.12 calls it
            assertEquals(
                    Set.of(),
                    missing(KIT.asMatchPredicate(), ofKit).stream()
                            .filter(member -> !member.startsWith(newer))
                            .collect(Collectors.toSet()));
            assertTrue(missing(name -> true, none).size() > 300);
        }
    }

    private static Set<String> missing(Predicate<String> wanted, ClassLoader loader) throws Exception {
        return Linkage.of(PublishedJars.classes(), wanted, folder).missing(LIBRARIES, loader);
    }

    private static URLClassLoader loader(List<String> artifacts) throws Exception {
        List<URL> jars = new ArrayList<>();
        for (String artifact : artifacts) {
            jars.add(jar(artifact).toUri().toURL());
        }
        return new URLClassLoader(jars.toArray(URL[]::new), null);
    }

    /** Finds a jar in the local repository, which the build has filled. */
    private static Path jar(String artifact) {
        Path gson = Path.of(URI.create(
                Gson.class.getProtectionDomain().getCodeSource().getLocation().toString()));
        Path repository = gson.resolve("../../../../../../..").normalize();
        String[] parts = artifact.split(":");
        return repository
                .resolve(parts[0].replace('.', '/'))
                .resolve(parts[1])
                .resolve(parts[2])
                .resolve(parts[1] + "-" + parts[2] + ".jar");
    }

    private static String result(Project project) {
        return Pattern.compile("(?m)^\\[INFO\\] " + Pattern.quote(project.name()) + " \\.* ?(\\w+)")
                .matcher(log)
                .results()
                .map(line -> line.group(1))
                .findFirst()
                .orElse("not built");
    }

    private static String counts(Element suite) {
        return suite.getAttribute("tests") + " tests, " + suite.getAttribute("failures") + " failures, "
                + suite.getAttribute("errors") + " errors, " + suite.getAttribute("skipped") + " skipped";
    }
}

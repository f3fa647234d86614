package dev.binrun.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample projects in src/it/, the versions that .ci/run builds them with, and the page about them. */
class SampleProjectsTest {
    private static final Path PROJECTS = Path.of("src", "it");
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");

    @Test
    void page_listsTheProjects_withTheBuiltVersions() throws IOException {
        Map<String, List<String>> listed = rows();

        assertEquals(projects().toList(), List.copyOf(listed.keySet()));
        assertEquals(built(), listed);
    }

    @ParameterizedTest
    @MethodSource("projects")
    void project_hasTheVersionsOfThePom(String project) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String own = pom(project);

        for (String artifact : List.of("binrun", "maven-surefire-plugin")) {
            assertEquals(version(pom, artifact), version(own, artifact), project);
        }
        assertEquals(property(pom, "jnats"), version(own, "jnats"), project);
    }

    /** Maven itself uses the last version in the list, and .ci/run all. */
    @ParameterizedTest
    @MethodSource("projects")
    void project_hasTheLastVersionAsItsDefault(String project) throws IOException {
        List<String> versions = rows().get(project);

        assertTrue(
                pom(project).contains("<" + project + ".version>" + versions.get(versions.size() - 1) + "</"),
                project + " " + versions);
    }

    /** The page shows a part of each sample's test: lines in their order. */
    @ParameterizedTest
    @ValueSource(strings = {"Spring", "Quarkus", "Micronaut"})
    void pageOnFrameworks_showsTheSamples(String framework) throws IOException {
        String page = Files.readString(Path.of("docs", "frameworks.md"));
        String shown = first(page, "(?s)\n## " + framework + "\n.*?```java sample\n(.*?)```");
        String project = projects()
                .filter(name -> name.startsWith(framework.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
        List<String> lines =
                Files.readAllLines(PROJECTS.resolve(project).resolve("src/test/java/shop/OrderServiceTest.java"));

        int next = 0;
        for (String line : shown.lines().toList()) {
            int found = lines.subList(next, lines.size()).indexOf(line);
            assertTrue(found >= 0, project + " has not, or not in this order: " + line);
            next += found + 1;
        }
    }

    private static Stream<String> projects() throws IOException {
        try (Stream<Path> folders = Files.list(PROJECTS)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    /** Returns the last column of the page's table: the versions of each project. */
    private static Map<String, List<String>> rows() throws IOException {
        return Pattern.compile("(?m)^\\| \\[([\\w-]+)]\\(\\.\\./src/it/[\\w-]+\\) \\|.*\\|(.*)\\|$")
                .matcher(Files.readString(Path.of("docs", "projects.md")))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> versions(row.group(2)), (one, other) -> one, TreeMap::new));
    }

    /** Returns the versions in .ci/run; a project without one there is built with its default. */
    private static Map<String, List<String>> built() throws IOException {
        Map<String, List<String>> built = new TreeMap<>();
        String versions = "";
        for (String line : Files.readAllLines(Path.of(".ci", "run"))) {
            if (line.strip().startsWith("for version in ")) {
                versions = line;
            }
            MatchResult[] found = Pattern.compile("^ +sample_project ([\\w-]+)( \"-D\\1\\.version=\\$version\")?$")
                    .matcher(line)
                    .results()
                    .toArray(MatchResult[]::new);
            for (MatchResult project : found) {
                built.put(
                        project.group(1),
                        project.group(2) == null
                                ? List.of(property(pom(project.group(1)), project.group(1)))
                                : versions(versions));
            }
        }
        return built;
    }

    private static List<String> versions(String text) {
        return VERSION.matcher(text).results().map(MatchResult::group).toList();
    }

    private static String pom(String project) throws IOException {
        return Files.readString(PROJECTS.resolve(project).resolve("pom.xml"));
    }

    private static String property(String pom, String name) {
        return first(pom, "<" + name + "\\.version>(.*?)</");
    }

    private static String version(String pom, String artifact) {
        return first(pom, "<artifactId>" + artifact + "</artifactId>\\s*<version>(.*?)</version>");
    }

    private static String first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(pattern))
                .group(1);
    }
}

package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.docs.JavaSource;
import dev.binrun.engine.Engine;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.TopologyFile;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README and the pages under docs/ show, does what they say. */
@Execution(ExecutionMode.CONCURRENT)
class DocsTest {
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^[ ]*```(\\w+(?: live| steps| fails)?)\\n(.*?)^[ ]*```$");
    private static final Pattern VARIABLE = Pattern.compile("\"(BINRUN_[A-Z_]+|SIM|NO_COLOR)\"");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    /** A block of code in a page. */
    record Block(Path page, String language, String code) {
        @Override
        public String toString() {
            return page + ": " + code.lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest
    @MethodSource("yaml")
    void yaml_isAScenarioThatPasses(Block block) {
        Engine engine = new Engine(System.getenv());
        for (Scenario scenario :
                ScenarioReader.readText(block.page(), block.code()).scenarios()) {
            Verdict verdict = engine.run(scenario, line -> {});
            assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message() + "\n" + verdict.details());
        }
    }

    /** The text below a scenario that fails is what it says. */
    @Test
    void fails_saysWhatIsBelowIt() throws IOException {
        int found = 0;
        for (Path page : pages()) {
            List<Block> blocks = blocks(page);
            for (int i = 0; i < blocks.size(); i++) {
                if (blocks.get(i).language().equals("yaml fails")) {
                    Verdict verdict =
                            run(new Engine(System.getenv()), blocks.get(i).code());
                    assertEquals(Outcome.FAILED, verdict.outcome(), verdict.message());
                    String shown = blocks.get(i + 1).code().strip();
                    assertTrue(verdict.message().endsWith(": " + shown), verdict.message());
                    found++;
                }
            }
        }
        assertTrue(found > 0);
    }

    @ParameterizedTest
    @MethodSource("live")
    void live_isAFileForTheLiveSystem(Block block, @TempDir Path folder) throws IOException {
        assertFalse(TopologyFile.read(Files.writeString(folder.resolve("more.yaml"), block.code()))
                .steps()
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("java")
    void java_compiles(Block block, @TempDir Path classes) {
        JavaSource.compile(List.of(block.code()), classes);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isOneThatTheScriptTakes(String command) {
        String arguments = command.replaceFirst(".*\\./jbang binrun\\.java", "")
                .replaceFirst(" > \\S+$", "")
                .strip();
        String[] words = Pattern.compile("'([^']*)'|(\\S+)")
                .matcher(arguments)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .toArray(String[]::new);

        new FakeShell().commands().parseArgs(words);
    }

    @Test
    void firstScenario_printsWhatTheReadmeShows(@TempDir Path folder) throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<Block> blocks = blocks(Path.of("README.md"));
        Block scenario = blocks.stream()
                .filter(b -> b.language().equals("yaml"))
                .findFirst()
                .orElseThrow();
        List<Block> shown =
                blocks.stream().filter(b -> b.language().equals("text")).toList();
        Engine engine = new Engine(System.getenv());

        Verdict verdict = run(engine, scenario.code());
        Verdict failing = run(engine, scenario.code().replace("messages: 0", "messages: 1"));

        assertTrue(shown.get(0).code().contains(verdict.name()), shown.get(0).code());
        assertEquals(Outcome.PASSED, verdict.outcome());
        assertEquals(shown.get(1).code().strip(), failing.message());
        assertTrue(readme.contains(scenario.code()));
    }

    @Test
    void projectOfOnesOwn_hasTheVersionsOfOurs() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String own = of("xml").findFirst().orElseThrow().code();

        assertEquals(version(pom, "binrun"), version(own, "binrun"));
        assertEquals(version(pom, "maven-surefire-plugin"), version(own, "maven-surefire-plugin"));
        assertEquals("${junit.version}", version(pom, "junit-jupiter"));
        assertEquals(first(pom, "<junit.version>(.*?)</junit.version>"), version(own, "junit-jupiter"));
    }

    @Test
    void settings_areThoseOfTheCode() throws IOException {
        Set<String> inCode = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(p -> p.toString().endsWith(".java")).toList()) {
                VARIABLE.matcher(Files.readString(source)).results().forEach(m -> inCode.add(m.group(1)));
            }
        }
        Set<String> inReadme = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|")
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(inCode, inReadme);
    }

    @Test
    void links_leadToFiles() throws IOException {
        for (Path page : pages()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                Path target = page.resolveSibling(link.group(1));
                assertTrue(Files.exists(target), page + " links to " + link.group(1) + ", which is not there");
            }
        }
    }

    @Test
    void blocks_areFound() throws IOException {
        assertFalse(yaml().toList().isEmpty());
        assertFalse(java().toList().isEmpty());
        assertTrue(commands().count() > 10);
    }

    private static String version(String pom, String artifact) {
        return first(pom, "<artifactId>" + artifact + "</artifactId>\\s*<version>(.*?)</version>");
    }

    private static String first(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern);
        return found.group(1);
    }

    private static Verdict run(Engine engine, String yaml) {
        Scenario scenario = ScenarioReader.readText(Path.of("scenarios/first.yaml"), yaml)
                .scenarios()
                .get(0);
        return engine.run(scenario, line -> {});
    }

    static Stream<Block> yaml() throws IOException {
        return of("yaml");
    }

    static Stream<Block> live() throws IOException {
        return of("yaml live");
    }

    static Stream<Block> java() throws IOException {
        return of("java");
    }

    static Stream<String> commands() throws IOException {
        return of("sh").flatMap(block -> block.code().lines())
                .map(String::strip)
                .filter(line -> line.contains("./jbang binrun.java"));
    }

    private static Stream<Block> of(String language) throws IOException {
        return pages().stream()
                .flatMap(page -> blocks(page).stream())
                .filter(block -> block.language().equals(language));
    }

    private static List<Block> blocks(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(block -> new Block(page, block.group(1), block.group(2)))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            docs.filter(p -> p.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }
}

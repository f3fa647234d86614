package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.docs.JavaSource;
import dev.binrun.engine.Engine;
import dev.binrun.junit.JUnitLibraries;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.TopologyFile;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Examples, links and tables of the README and of the pages in docs/. */
@Execution(ExecutionMode.CONCURRENT)
class DocsTest {
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^[ ]*```(\\w+(?: live| steps| fails)?)\\n(.*?)^[ ]*```$");
    private static final Pattern VARIABLE = Pattern.compile("\"(BINRUN_[A-Z_]+|SIM|NO_COLOR)\"");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");
    private static final Pattern ANCHOR = Pattern.compile("\\]\\((?!https?:)([^)#]*)#([^)]+)\\)");

    /** A block of code in a page. */
    record Block(Path page, String language, String code) {
        @Override
        public String toString() {
            return page + ": " + code.lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest
    @MethodSource("yaml")
    @Tag("slow")
    void yamlBlock_runs_passes(Block block) {
        Engine engine = new Engine(System.getenv());
        for (ScenarioCase scenario :
                ScenarioReader.readText(block.page(), block.code()).scenarios()) {
            Verdict verdict = engine.run(scenario, line -> {});
            assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message() + "\n" + verdict.details());
        }
    }

    /** The text below a failing scenario is its output. */
    @Test
    @Tag("slow")
    void failsBlock_runs_printsTheTextBelow() throws IOException {
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
    void liveBlock_isAFileForTheLiveSystem(Block block, @TempDir Path folder) throws IOException {
        assertFalse(TopologyFile.read(Files.writeString(folder.resolve("more.yaml"), block.code()))
                .steps()
                .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("java")
    @Tag("slow")
    void javaBlock_compiles(Block block, @TempDir Path classes) {
        JavaSource.compile(List.of(block.code()), classes);
    }

    @Test
    @Tag("slow")
    void junitTests_pass(@TempDir Path folder) throws Exception {
        List<Block> tests =
                of("java").filter(block -> block.code().contains("@Test\n")).toList();
        assertFalse(tests.isEmpty());
        for (Block test : tests) {
            TestExecutionSummary summary = JavaSource.test(test.code(), folder);

            assertEquals(List.of(), summary.getFailures(), test::toString);
            assertEquals(
                    test.code()
                            .lines()
                            .filter(line -> line.strip().equals("@Test"))
                            .count(),
                    summary.getTestsSucceededCount(),
                    test::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isAcceptedByTheScript(String command) {
        String arguments = command.replaceFirst(".*\\./jbang binrun\\.java", "")
                .replaceFirst(" > \\S+$| \\| (jq|man) .*$|\\)$", "")
                .strip();
        String[] words = Pattern.compile("'([^']*)'|(\\S+)")
                .matcher(arguments)
                .results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .toArray(String[]::new);

        new FakeShell().commands().parseArgs(words);
    }

    /** The script accepts its commands in the table of tasks, and the pom has the plugins of the others. */
    @Test
    void tasks_haveCommands() throws IOException {
        String page = Files.readString(Path.of("CONTRIBUTING.md"));
        String table = page.substring(page.indexOf("The tasks of the Go original"));
        List<String> commands = Pattern.compile("(?m)^\\| `\\w+` \\| `(.*)` \\|$")
                .matcher(table)
                .results()
                .map(row -> row.group(1))
                .toList();

        assertTrue(commands.size() >= 6, table);
        String pom = Files.readString(Path.of("pom.xml"));
        for (String command : commands) {
            if (command.startsWith("mvn package")) {
                continue;
            }
            if (command.startsWith("mvn ")) {
                String plugin = command.replaceFirst("mvn ([a-z]+):.*", "$1");
                assertTrue(
                        pom.contains(plugin + "-maven-plugin") || pom.contains("maven-" + plugin + "-plugin"), command);
            } else {
                command_isAcceptedByTheScript(command);
            }
        }
    }

    @Test
    void firstScenario_printsTheOutputInTheReadme(@TempDir Path folder) throws IOException {
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
    void userProject_hasOurVersions() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        List<String> own = of("xml")
                .map(Block::code)
                .filter(xml -> xml.contains("<dependency>"))
                .toList();

        assertEquals(2, own.size());
        for (String xml : own) {
            assertEquals(version(pom, "binrun"), version(xml, "binrun"));
            assertEquals(JUnitLibraries.NEWEST, version(xml, "junit-jupiter"));
        }
        assertEquals(version(pom, "maven-surefire-plugin"), version(own.get(1), "maven-surefire-plugin"));
    }

    @Test
    void settings_matchTheCode() throws IOException {
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
    void anchors_leadToHeadings() throws IOException {
        for (Path page : pages()) {
            for (MatchResult link :
                    ANCHOR.matcher(Files.readString(page)).results().toList()) {
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                assertTrue(
                        anchors(target).contains(link.group(2)),
                        page + " links to " + link.group(0) + ", but no heading has this anchor");
            }
        }
    }

    @Test
    void lines_endByColumn120() throws IOException {
        List<String> longer = new ArrayList<>();
        for (Path page : pages()) {
            prose(page).forEach((number, line) -> {
                if (line.length() > 120) {
                    longer.add(page + ":" + number + ": " + line);
                }
            });
        }
        assertEquals(List.of(), longer);
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
        ScenarioCase scenario =
                ScenarioReader.readText(Path.of("first.yaml"), yaml).scenarios().get(0);
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
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(top, docs)
                    .filter(p -> p.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** Returns the prose lines of a page as (number, text), without code and tables. */
    private static Map<Integer, String> prose(Path page) throws IOException {
        Map<Integer, String> prose = new TreeMap<>();
        boolean code = false;
        int number = 0;
        for (String line : Files.readAllLines(page)) {
            number++;
            boolean fence = line.strip().startsWith("```");
            code ^= fence;
            if (!fence && !code && !line.startsWith("|") && !line.startsWith("    ")) {
                prose.put(number, line);
            }
        }
        return prose;
    }

    /** Returns the anchors that GitHub gives to the headings of a page. */
    private static Set<String> anchors(Path page) throws IOException {
        return prose(page).values().stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }
}

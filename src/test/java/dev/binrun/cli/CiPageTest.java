package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The workflows in docs/ci.md: their YAML is read, and their commands run. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Tag("slow")
class CiPageTest {
    private static final Pattern WORKFLOW = Pattern.compile("(?ms)^```yaml workflow\\n(.*?)^```$");
    private static final Pattern PIPELINE = Pattern.compile("(?ms)^```groovy\\n(.*?)^```$");
    private static final Pattern SHELL_STEP = Pattern.compile("(?m)^ *sh '([^'\\n]*)'$");
    private static final Pattern INPUT_ROW = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| [^|]* \\| (`?)([a-z]+)\\2 \\|$");

    private final String page;

    @TempDir
    private Path folder;

    private Path project;
    private CheckoutShell shell;

    CiPageTest() throws IOException {
        page = Files.readString(Path.of("docs", "ci.md"));
    }

    @BeforeEach
    void project() throws IOException {
        project = Files.createDirectories(folder.resolve("project"));
        Files.createDirectories(project.resolve("scenarios"));
        Files.writeString(
                project.resolve("scenarios/a.yaml"),
                "name: first\nsteps: [{server info:, expect: {jetstream: true}}]\n");
        shell = new CheckoutShell(folder, project);
        shell.command("git", """
                [ "$1 $2 $3 $4 $5 $6" = "clone -q --depth 1 https://github.com/OWNER/binrun.git .binrun" ] || exit 98
                mkdir .binrun
                cp "%1$s/jbang" "%1$s/binrun.java" .binrun
                """.formatted(Path.of("").toAbsolutePath()));
    }

    @Test
    void gitlab_commandsRun_andTheArtifactsExist() throws Exception {
        Map<String, Object> job = map(workflow(1).get("scenarios"));

        List<String> commands = new ArrayList<>(strings(job.get("before_script")));
        commands.addAll(strings(job.get("script")));
        assertPasses(commands);

        Map<String, Object> artifacts = map(job.get("artifacts"));
        strings(artifacts.get("paths")).forEach(path -> assertTrue(Files.isDirectory(project.resolve(path)), path));
        assertMatches(map(artifacts.get("reports")).get("junit").toString());
        String cache = map(job.get("variables")).get("BINRUN_CACHE").toString();
        assertEquals(
                List.of(cache.replace("$CI_PROJECT_DIR/", "")),
                strings(map(job.get("cache")).get("paths")));
    }

    @Test
    void jenkins_commandsRun_andTheArtifactsExist() throws Exception {
        String pipeline = only(PIPELINE);

        assertPasses(SHELL_STEP
                .matcher(pipeline)
                .results()
                .map(step -> step.group(1))
                .toList());

        assertMatches(first("testResults: '([^']*)'", pipeline));
        assertMatches(first("artifacts: '([^']*)'", pipeline));
        assertEquals(
                pipeline.chars().filter(c -> c == '{').count(),
                pipeline.chars().filter(c -> c == '}').count());
    }

    @Test
    void github_stepGivesTheActionInputsThatItHas_andTheArgumentsAreAccepted() throws Exception {
        Map<String, Object> inputs = map(
                map(new Yaml().load(Files.readString(Path.of("action.yml")))).get("inputs"));
        Map<String, Object> with = null;
        for (Object step :
                (List<?>) map(map(workflow(0).get("jobs")).get("scenarios")).get("steps")) {
            if (map(step).get("uses").equals("OWNER/binrun@main")) {
                with = map(map(step).get("with"));
            }
        }

        assertTrue(inputs.keySet().containsAll(with.keySet()), with::toString);
        List<String> words = new ArrayList<>(List.of("run", with.get("paths").toString()));
        words.addAll(with.get("args").toString().lines().toList());
        new FakeShell().commands().parseArgs(words.toArray(String[]::new));
        assertEquals(
                "scenarios, --junit-xml=target/scenario-reports, --server-log=target/server-logs,"
                        + " --json=target/events.jsonl",
                String.join(", ", words.subList(1, words.size())));
    }

    @Test
    void inputsOfTheAction_areThoseInTheTable() throws Exception {
        Map<String, Object> inputs = map(
                map(new Yaml().load(Files.readString(Path.of("action.yml")))).get("inputs"));
        TreeSet<String> rows = new TreeSet<>();
        INPUT_ROW.matcher(page).results().forEach(row -> {
            rows.add(row.group(1));
            String value = map(inputs.get(row.group(1))).get("default").toString();
            assertEquals(row.group(3), value.isEmpty() ? "none" : value, row.group(1));
        });

        assertEquals(new TreeSet<>(inputs.keySet()), rows);
    }

    @Test
    void maven_jobsCloneBeforeTheyInstall() throws Exception {
        List<String> commands = new ArrayList<>();
        for (Object step :
                (List<?>) map(map(workflow(2).get("jobs")).get("tests")).get("steps")) {
            if (map(step).get("run") instanceof String command) {
                commands.add(command);
            }
        }
        shell.command("mvn", "[ -f .binrun/binrun.java ] && echo \"$@\"\n");

        CheckoutShell.Result result = shell.run(String.join("\n", commands), Map.of());

        assertEquals(0, result.exitCode(), result::toString);
        assertEquals("-B -q -f .binrun/pom.xml install -DskipTests\n-B test\n", result.out());
    }

    @Test
    void properties_areThoseThatTheTestOfTheReporterUses() throws Exception {
        String test = Files.readString(Path.of("src/test/java/dev/binrun/junit/OpenTestReportTest.java"));
        String block = only(Pattern.compile("(?ms)^```properties\\n(.*?)^```$"));

        assertEquals(2, block.lines().count());
        block.lines().forEach(line -> assertTrue(test.contains("\"" + line.split("=")[0] + "\""), line));
        assertTrue(block.contains("open.xml.enabled=true\n"), block);
    }

    @Test
    void jsonFilter_printsThePlaceOfEachFailure() throws Exception {
        Files.writeString(
                project.resolve("scenarios/b.yaml"), "name: x\nsteps: [{server info:, expect: {jetstream: false}}]\n");
        String command = first("(?m)^\\./jbang (binrun\\.java run --json - \\| jq .*)$", page);
        assertEquals(
                0,
                shell.run("git clone -q --depth 1 https://github.com/OWNER/binrun.git .binrun", Map.of())
                        .exitCode());
        boolean hasJq = shell.run("command -v jq", Map.of()).exitCode() == 0;
        assumeTrue(hasJq, "no jq on the PATH");

        CheckoutShell.Result result = shell.run(".binrun/jbang .binrun/" + command, Map.of());

        assertTrue(
                result.out().startsWith("scenarios/b.yaml:2 scenarios/b.yaml:2: server info: jetstream: "),
                result::toString);
    }

    private void assertPasses(List<String> commands) throws Exception {
        assertFalse(commands.isEmpty());
        CheckoutShell.Result result = shell.run(String.join("\n", commands), Map.of());
        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(result.out().contains("1 scenario: 1 passed"), result::toString);
    }

    /** Checks that a pattern of the build server names a file. */
    private void assertMatches(String pattern) throws IOException {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (Stream<Path> files = Files.walk(project)) {
            assertTrue(files.map(project::relativize).anyMatch(matcher::matches), "no file is called " + pattern);
        }
    }

    private Map<String, Object> workflow(int number) {
        List<String> blocks =
                WORKFLOW.matcher(page).results().map(block -> block.group(1)).toList();
        assertEquals(3, blocks.size());
        return map(new Yaml().load(blocks.get(number)));
    }

    private String only(Pattern pattern) {
        List<String> found =
                pattern.matcher(page).results().map(block -> block.group(1)).toList();
        assertEquals(1, found.size(), pattern::toString);
        return found.get(0);
    }

    private static String first(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern);
        return found.group(1);
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(Object::toString).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}

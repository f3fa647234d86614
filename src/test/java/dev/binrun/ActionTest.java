package dev.binrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.binrun.cli.CheckoutShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The composite action for GitHub, whose scripts these tests run, and the catalog for JBang. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Tag("slow")
class ActionTest {
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([\\w.-]+) *}}");
    private static final Pattern INPUT = Pattern.compile("inputs\\.([\\w-]+)");

    private static final String PASSES = "steps: [{server info:, expect: {jetstream: true}}]\n";
    private static final String FAILS = "steps: [{server info:, expect: {jetstream: false}}]\n";

    @TempDir
    private Path folder;

    private Path workspace;
    private CheckoutShell shell;

    @BeforeEach
    void workspace() throws IOException {
        workspace = Files.createDirectories(folder.resolve("work space"));
        Files.createDirectories(workspace.resolve("scenarios"));
        shell = new CheckoutShell(folder, workspace);
    }

    @Test
    void steps_scenariosPass_succeed() throws Exception {
        Files.writeString(workspace.resolve("scenarios/a.yaml"), "name: first\n" + PASSES);

        CheckoutShell.Result result = run(Map.of());

        assertEquals(0, result.exitCode(), result::toString);
        assertTrue(result.out().startsWith("PASSED "), result::toString);
        String summary = Files.readString(folder.resolve("summary.md"));
        assertTrue(summary.startsWith("\n### binrun: 1 scenario: 1 passed in "), summary);
    }

    @Test
    void steps_scenarioFails_failWithAnAnnotationAndASummary() throws Exception {
        Files.writeString(workspace.resolve("scenarios/a.yaml"), "name: first\n" + FAILS);

        CheckoutShell.Result result = run(Map.of());

        assertEquals(1, result.exitCode(), result::toString);
        assertTrue(
                result.out().contains("\n::error file=scenarios/a.yaml,line=2,title=FAILED%3A first::"),
                result::toString);
        String summary = Files.readString(folder.resolve("summary.md"));
        assertTrue(summary.contains("<b>FAILED</b> first (<code>scenarios/a.yaml:2</code>, "), summary);
    }

    @Test
    void inputs_arePassedWordByWord() throws Exception {
        Path quick = Files.createDirectories(workspace.resolve("more files"));
        Files.writeString(quick.resolve("a.yaml"), "name: first\ntags: [kv]\n" + PASSES);
        Files.writeString(quick.resolve("b.yaml"), "name: second\ntags: [kv, slow]\n" + FAILS);
        Files.writeString(
                workspace.resolve("c.yaml"), "name: third $(touch planted) `touch planted`\ntags: [kv]\n" + PASSES);

        CheckoutShell.Result result = run(Map.of(
                "paths", "more files\nc.yaml\n",
                "args", "--tags=kv & !slow\n--json=out dir/events.jsonl\n\n",
                "java-options", "-Dbinrun.first=1\n-Dbinrun.second=2"));

        assertEquals(0, result.exitCode(), result::toString);
        List<String> events = Files.readAllLines(workspace.resolve("out dir/events.jsonl"));
        assertEquals(
                "[\"more files\",\"c.yaml\"]",
                JsonParser.parseString(events.get(0))
                        .getAsJsonObject()
                        .get("paths")
                        .toString());
        assertTrue(result.out().contains("2 scenarios: 2 passed"), result::toString);
        assertEquals("-Dbinrun.first=1\n-Dbinrun.second=2\n", shell.javaOptions());
        assertFalse(Files.exists(workspace.resolve("planted")));
    }

    @Test
    void input_wrongArgument_failsWithTheMessage() throws Exception {
        Files.writeString(workspace.resolve("scenarios/a.yaml"), "name: first\n" + PASSES);

        CheckoutShell.Result result = run(Map.of("args", "--nmae=x"));

        assertEquals(2, result.exitCode(), result::toString);
        assertTrue(result.err().startsWith("Unknown option: '--nmae=x'"), result::toString);
    }

    @Test
    void cache_isTheFolderOfBinrun_andItsKeyDependsOnTheCode() throws Exception {
        Map<String, Object> step = step("Name the cache");
        Map<String, String> here = outputs(step, Path.of("").toAbsolutePath());
        Path other = Files.createDirectories(folder.resolve("other/src/main"));
        Files.writeString(other.resolve("A.java"), "class A {}");
        for (String file : List.of("jbang", "binrun.java")) {
            Files.copy(Path.of(file), folder.resolve("other").resolve(file));
        }
        Map<String, String> there = outputs(step, folder.resolve("other"));
        Files.writeString(other.resolve("A.java"), "class B {}");

        assertEquals(shell.cache().toString(), here.get("folder"));
        assertTrue(here.get("key").matches("binrun-Linux-X64-\\d+-\\d+"), here::toString);
        assertFalse(here.get("key").equals(there.get("key")));
        assertFalse(
                there.get("key").equals(outputs(step, folder.resolve("other")).get("key")));
    }

    /** A text in a script would be run; a text in a variable is not. */
    @Test
    void scripts_haveNoExpressions() throws Exception {
        int scripts = 0;
        for (Map<String, Object> step : steps()) {
            if (step.get("run") instanceof String script) {
                assertFalse(script.contains("${{"), script);
                assertEquals("bash", step.get("shell"));
                scripts++;
            }
        }
        assertEquals(2, scripts);
    }

    @Test
    void expressions_nameInputsAndOutputsThatExist() throws Exception {
        String text = Files.readString(Path.of("action.yml"));
        Set<String> used = new TreeSet<>();
        INPUT.matcher(text).results().forEach(input -> used.add(input.group(1)));
        Set<String> outputs =
                outputs(step("Name the cache"), Path.of("").toAbsolutePath()).keySet();

        assertEquals(new TreeSet<>(inputs().keySet()), used);
        EXPRESSION
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(name -> name.startsWith("steps."))
                .forEach(name -> assertTrue(outputs.contains(name.replace("steps.cache.outputs.", "")), name));
        assertEquals("inputs.cache == 'true'", step("Restore the cache").get("if"));
        inputs().forEach((name, input) -> {
            assertFalse(input.get("description").isEmpty(), name);
            assertTrue(input.containsKey("default"), name);
        });
    }

    @Test
    void catalog_namesTheScript() throws Exception {
        var catalog = JsonParser.parseString(Files.readString(Path.of("jbang-catalog.json")))
                .getAsJsonObject();
        var alias = catalog.getAsJsonObject("aliases").getAsJsonObject("binrun");

        assertEquals(Set.of("binrun"), catalog.getAsJsonObject("aliases").keySet());
        assertEquals(Set.of("script-ref", "description"), alias.keySet());
        assertEquals("binrun.java", alias.get("script-ref").getAsString());
        assertTrue(Files.exists(Path.of(alias.get("script-ref").getAsString())));
    }

    /** Runs the scripts of all steps, and stops at the first that fails, as GitHub does. */
    private CheckoutShell.Result run(Map<String, String> given) throws Exception {
        Map<String, String> values = new HashMap<>();
        inputs().forEach((name, input) -> values.put("inputs." + name, input.get("default")));
        given.forEach((name, value) -> values.put("inputs." + name, value));
        CheckoutShell.Result result = null;
        for (Map<String, Object> step : steps()) {
            if (step.get("run") instanceof String script) {
                Path output = Files.writeString(folder.resolve("output"), "");
                Map<String, String> environment = environment(Path.of("").toAbsolutePath(), output);
                ((Map<?, ?>) step.getOrDefault("env", Map.of()))
                        .forEach(
                                (name, value) -> environment.put(name.toString(), evaluated(value.toString(), values)));
                result = shell.run(script, environment);
                if (result.exitCode() != 0) {
                    return result;
                }
                read(output)
                        .forEach((name, value) -> values.put("steps." + step.get("id") + ".outputs." + name, value));
            }
        }
        return result;
    }

    private Map<String, String> outputs(Map<String, Object> step, Path checkout) throws Exception {
        Path output = Files.writeString(folder.resolve("output"), "");
        CheckoutShell.Result result = shell.run((String) step.get("run"), environment(checkout, output));
        assertEquals(0, result.exitCode(), result::toString);
        return read(output);
    }

    private Map<String, String> environment(Path checkout, Path output) {
        return new HashMap<>(Map.of(
                "GITHUB_ACTIONS", "true",
                "GITHUB_ACTION_PATH", checkout.toString(),
                "GITHUB_WORKSPACE", workspace.toString(),
                "GITHUB_OUTPUT", output.toString(),
                "GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString(),
                "RUNNER_OS", "Linux",
                "RUNNER_ARCH", "X64"));
    }

    private static Map<String, String> read(Path output) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        Files.readAllLines(output).forEach(line -> values.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        return values;
    }

    private static String evaluated(String text, Map<String, String> values) {
        return EXPRESSION.matcher(text).replaceAll(found -> {
            assertTrue(values.containsKey(found.group(1)), () -> found.group(1) + " is unknown");
            return Matcher.quoteReplacement(values.get(found.group(1)));
        });
    }

    private static Map<String, Object> step(String name) throws IOException {
        return steps().stream()
                .filter(step -> name.equals(step.get("name")))
                .findFirst()
                .orElseThrow();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> steps() throws IOException {
        return (List<Map<String, Object>>) ((Map<String, Object>) action().get("runs")).get("steps");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, String>> inputs() throws IOException {
        return (Map<String, Map<String, String>>) action().get("inputs");
    }

    private static Map<String, Object> action() throws IOException {
        return new Yaml().load(Files.readString(Path.of("action.yml")));
    }
}

package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonPrimitive;
import dev.binrun.DailyPart;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.scenario.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reading any file returns scenarios or problems with their places, in bounded time and without other exceptions. A
 * file without problems is valid for the JSON Schema, too.
 */
final class FuzzTest {
    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^[ ]*```yaml\\n(.*?)^[ ]*```$");

    /** Parts of the language that the gallery and the pages do not show. */
    private static final String MUCH = """
            name: A nacked order comes back
            tags: [consumers, redelivery]
            requires: 2.10
            timeout: 20s
            matrix: { storage: [memory, file] }
            variables: { who: me, deep: { a: [1, { b: c }] } }
            numSessions: 3
            streams:
              - { name: ORDERS, subjects: [orders.>], retention: workqueue, storage: "${matrix.storage}", max_bytes: 64KB }
            consumers:
              - { stream: ORDERS, durable_name: worker, ack_wait: 500ms, backoff: [1s, 2s] }
            kv: [ { bucket: B, history: 5 } ]
            steps:
              - pub: { subject: orders.new, json: { n: "${i}", x: [null, 1e3] }, count: 3, headers: { A: [b, "${i+1}"] } }
              - consumer next: { stream: ORDERS, consumer: worker, ack: nak, delay: 1s }
                as: kept
                expect: { messages: [ { data: order-0, deliveries: "> 1", time: "> ${now-2s}" } ] }
              - stream info: ORDERS
                within: 2s
                during: 300ms
                expect: { state: { messages: { size: 0, any: { a: 5..9 } }, x: "~ ^a", y: { equals: [1] } } }
              - kv get: B "${kept.messages.0.data}"
                error: { code: 404, description: "~ not" }
            ---
            name: other
            steps: [ stream info: A, { pub: a b c, error: 10071 } ]
            """;

    private static final SchemaJudge SCHEMA = SchemaJudge.ofTheLanguage();

    private static List<String> texts;

    @BeforeAll
    static void texts() throws IOException {
        texts = new ArrayList<>(List.of(MUCH));
        for (Path file : files(Path.of("scenarios"), ".yaml")) {
            texts.add(Files.readString(file));
        }
        for (Path page : files(Path.of("docs"), ".md")) {
            YAML_BLOCK.matcher(Files.readString(page)).results().forEach(block -> texts.add(block.group(1)));
        }
        assertTrue(texts.size() > 10);
    }

    @Test
    void read_randomText_returnsScenariosOrProblems() {
        mutate(42, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @Tag("slow")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("seeds")
    void read_longRandomText_returnsScenariosOrProblems(int seed) {
        mutate(seed, 2_500);
    }

    static List<Integer> seeds() {
        return DailyPart.of(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    @Test
    void read_randomBytes_returnsScenariosOrProblems(@TempDir Path folder) throws IOException {
        Mutants mutants = new Mutants(42, texts);
        for (int i = 0; i < 100; i++) {
            Files.write(folder.resolve("fuzz-" + i + ".yaml"), mutants.bytes());
        }

        List<ScenarioFile> files =
                assertTimeoutPreemptively(Duration.ofMinutes(15), () -> ScenarioReader.read(List.of(folder)));

        assertEquals(100, files.size());
        files.forEach(file -> check(file.scenarios(), Integer.MAX_VALUE));
    }

    @Test
    void schema_validScenario_isAccepted(TestReporter reporter) {
        Mutants mutants = new Mutants(7, texts);
        int right = 0;
        int refusedByBoth = 0;
        int refusedByReaderOnly = 0;
        for (int i = 0; i < 1_000; i++) {
            String text = mutants.text();
            SourceText source = SourceText.of("fuzz.yaml", text);
            for (YamlReader.YamlDocument document : YamlReader.read(source)) {
                if (document.tree().isEmpty() || isTextToUsOnly(document.tree().get())) {
                    continue;
                }
                boolean read = new DocumentReader(source, Path.of(""))
                        .read(document, "x").stream()
                                .allMatch(scenario -> scenario.problems().isEmpty());
                List<String> refused = SCHEMA.problems(document.tree().get());
                assertFalse(read && !refused.isEmpty(), () -> "read, but no schema's: " + refused + "\n" + text);
                right += read ? 1 : 0;
                refusedByBoth += refused.isEmpty() ? 0 : 1;
                refusedByReaderOnly += !read && refused.isEmpty() ? 1 : 0;
            }
        }
        reporter.publishEntry(Map.of(
                "right",
                "" + right,
                "refused by both",
                "" + refusedByBoth,
                "by the reader only",
                "" + refusedByReaderOnly));
        assertTrue(right > 100 && refusedByBoth > 100, right + " right, " + refusedByBoth + " refused");
    }

    /** Reading takes seconds; the limit catches an endless loop. */
    private static void mutate(long seed, int files) {
        assertTimeoutPreemptively(Duration.ofMinutes(15), () -> {
            Mutants mutants = new Mutants(seed, texts);
            for (int i = 0; i < files; i++) {
                read(i % 5 == 0 ? "fuzz.json" : "fuzz.yaml", mutants.text());
            }
        });
    }

    private static void read(String name, String text) {
        try {
            int lines = (int) text.lines().count() + 1;
            check(ScenarioReader.readText(Path.of(name), text).scenarios(), lines);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(name + " failed with " + e + ":\n" + text, e);
        }
    }

    private static void check(List<ScenarioCase> scenarios, int lines) {
        assertFalse(scenarios.isEmpty());
        for (ScenarioCase scenario : scenarios) {
            assertNotEquals(scenario.config().isPresent(), !scenario.problems().isEmpty());
            scenario.problems().forEach(problem -> check(problem, lines));
            scenario.config().ifPresent(config -> config.steps().forEach(FuzzTest::bind));
        }
    }

    private static void check(Problem problem, int lines) {
        String shown = problem.toString();
        assertTrue(problem.place().line() >= 1 && problem.place().line() <= lines, shown);
        assertTrue(problem.place().column() >= 1, shown);
        assertFalse(problem.message().isBlank(), shown);
        String words = problem.message().replace("META-INF/services/dev.binrun.verb.OwnVerb", "");
        assertFalse(words.contains("Exception") || words.contains("dev.binrun"), shown);
    }

    /** Nothing was kept, so a step can throw because a name is missing, but for no other reason. */
    private static void bind(Step step) {
        LoadScope nothing = new LoadScope(Map.of(), Set.of());
        for (Consumer<LoadScope> part :
                List.<Consumer<LoadScope>>of(step::bind, step::expect, step::timing, step::error)) {
            try {
                part.accept(nothing);
            } catch (InvalidDocumentException e) {
                e.problems().forEach(Problem::toString);
            }
        }
        step.excerpt();
    }

    /**
     * If text is expected, binrun reads {@code null} and {@code 1e999} as text; a schema sees null and not a number.
     */
    private static boolean isTextToUsOnly(Tree tree) {
        if (tree instanceof Mapping map) {
            return map.entries().stream().anyMatch(entry -> isTextToUsOnly(entry.value()));
        }
        if (tree instanceof Sequence list) {
            return list.items().stream().anyMatch(FuzzTest::isTextToUsOnly);
        }
        Scalar scalar = (Scalar) tree;
        boolean number = scalar.json() instanceof JsonPrimitive json && json.isNumber();
        return scalar.isNull() && !scalar.text().isEmpty()
                || number && Double.isInfinite(scalar.json().getAsDouble());
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}

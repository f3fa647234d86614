package dev.binrun.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.binrun.check.Checks;
import dev.binrun.docs.GeneratedFile;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.DocumentReader;
import dev.binrun.scenario.SchemaJudge;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema accepts every file that the reader accepts, and rejects wrong forms. */
final class LanguageSchemaTest {
    private static final Path COPY = Path.of("docs/scenario.schema.json");
    private static final Path GALLERY = Path.of("scenarios");
    private static final Path FAILING = Path.of("src/test/resources/failing");
    private static final Pattern YAML_BLOCK = Pattern.compile("(?ms)^[ ]*```yaml\\n(.*?)^[ ]*```$");
    private static final Pattern NAMED = Pattern.compile("# yaml-language-server: \\$schema=(\\S+)");

    /** The comment of a red file that is invalid for a reason beyond a schema, such as an unknown name. */
    private static final String BEYOND = "no schema can know";

    private static final SchemaJudge JUDGE = SchemaJudge.ofTheLanguage();

    @Test
    void copy_matchesTheGeneratedSchema() throws IOException {
        GeneratedFile.check(COPY, JsonLayout.of(LanguageSchema.json(Verbs.ours(), Checks.ALL)));
    }

    @Test
    void verb_description_hasItsPurposeAndUsage() {
        JsonObject get = LanguageSchema.json(Verbs.ours(), Checks.ALL)
                .getAsJsonObject("definitions")
                .getAsJsonObject("kv-keys");

        assertEquals(
                "Lists the keys that have a value. Returns {keys: […]}, sorted. kv keys BUCKET [FILTER];"
                        + " only reads, so 'within' can repeat it",
                get.get("description").getAsString());
    }

    @ParameterizedTest
    @MethodSource("gallery")
    void gallery_file_namesTheSchemaAndIsValid(Path file) throws IOException {
        String text = Files.readString(file);
        var named = NAMED.matcher(text.lines().findFirst().orElse(""));
        assertTrue(
                named.matches(), file + " starts with '# yaml-language-server: $schema=../docs/scenario.schema.json'");
        assertTrue(Files.isSameFile(file.resolveSibling(named.group(1)), COPY), named.group(1) + " leads to " + COPY);

        documents(file, text).forEach(document -> assertEquals(List.of(), problems(document)));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pages_yamlBlocks_areValid(Path page) throws IOException {
        YAML_BLOCK
                .matcher(Files.readString(page))
                .results()
                .flatMap(block -> documents(page, block.group(1)).stream())
                .forEach(document -> assertEquals(List.of(), problems(document)));
    }

    /**
     * The schema rejects a file that the reader rejects, unless the file's comment excludes it, and accepts all others.
     */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("failing")
    void failing_wrongForm_isInvalidInTheSchema(Path file) throws IOException {
        String text = Files.readString(file);
        boolean beyond = text.lines().anyMatch(line -> line.startsWith("#") && line.contains(BEYOND));
        for (YamlReader.YamlDocument document : documents(file, text)) {
            boolean wrong = !beyond && !byReader(file, text, document).isEmpty();
            List<String> problems = problems(document);
            assertEquals(
                    wrong,
                    !problems.isEmpty(),
                    () -> file
                            + (wrong
                                    ? " is INVALID, but the schema accepts it; if a schema cannot detect this, write '"
                                            + BEYOND + "' into its comment"
                                    : " is rejected by the schema, but not by the reader: " + problems));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nme: x",
                "tags: [[a]]",
                "timeout: 5",
                "timeout: soon",
                "seed: abc",
                "seed: 1.5",
                "repeat: 0",
                "numSessions: many",
                "requires: new",
                "server: 3",
                "server: { node: 1 }",
                "server: { storage: disk }",
                "matrix: { storage: file }",
                "matrix: { storage: [] }",
                "matrix: { a-b: [1] }",
                "variables: [a]",
                "streams: { name: A }",
                "streams: [ { subjects: [a] } ]",
                "streams: [ { name: A, retenton: limits } ]",
                "streams: [ { name: A, subjects: a } ]",
                "streams: [ { name: A, max_age: soon } ]",
                "streams: [ { name: A, max_bytes: much } ]",
                "streams: [ { name: A, mirror: { nam: B } } ]",
                "streams: [ { name: A, sources: [ { nam: B } ] } ]",
                "streams: [ { name: A, replicas: 1, num_replicas: 1 } ]",
                "streams: [ [A] ]",
                "streams: [ { name: A, max_age: null } ]",
                "streams: [ { name: A, republish: a } ]",
                "steps: [ stream get: { stream: A, start_time: soon } ]",
                "consumers: [ { durable_name: a } ]",
                "consumers: [ { stream: A, pause_until: tomorrow } ]",
                "kv: [ { history: 5 } ]",
                "steps: { pub: a }",
                "steps: [ pubb: a ]",
                "steps: [ pub: { subjct: a } ]",
                "steps: [ pub: { data: a } ]",
                "steps: [ pub: { subject: [a] } ]",
                "steps: [ pub: { subject: a, data: b, value: c } ]",
                "steps: [ pub: { subject: a, count: -1 } ]",
                "steps: [ pub: { subject: a, core: maybe } ]",
                "steps: [ pub: { subject: a, headers: [b] } ]",
                "steps: [ pub: ]",
                "steps: [ pub: [] ]",
                "steps: [ pub: [ [a] ] ]",
                "steps: [ { pub: a, kv put: b c d } ]",
                "steps: [ { publish: a, str i: b } ]",
                "steps: [ { pub: a, within: 1s, expect: {} } ]",
                "steps: [ { stream info: A, within: 1s } ]",
                "steps: [ { stream info: A, expct: {} } ]",
                "steps: [ { stream info: A, stream: B } ]",
                "steps: [ { expect: {} } ]",
                "steps: [ {} ]",
                "steps: [ [ pub: a ] ]",
                "steps: [ pub ]",
                "steps: [ expect ]",
                "steps: [ kv get: B ]",
                "steps: [ { kv get: B k, error: { cod: 404 } } ]",
                "steps: [ { kv get: B k, error: [404] } ]",
                "steps: [ { consumer next: { stream: A, consumer: b, ack: nack } } ]",
                "steps: [ { kv get: B k, error: {}, expect: { x: 1 } } ]",
                "clients: [ a ]",
                "clients: { a: sue }",
                "clients: { a: { usr: sue } }",
                "clients: { a: { tls: no } }",
                "clients: { a: { tls: { cafile: ca.pem } } }",
                "just a text"
            })
    void wrongForm_isInvalidForReaderAndSchema(String wrong) {
        String text = wrong.contains("steps:") || !wrong.contains(":")
                ? wrong
                : wrong + "\nsteps: [ { stream info: A, expect: { x: 1 } } ]";
        Path file = Path.of("wrong.yaml");
        YamlReader.YamlDocument document = documents(file, text).get(0);

        assertFalse(problems(document).isEmpty(), "the schema takes it");
        assertFalse(byReader(file, text, document).isEmpty(), "the reader takes it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streams: [ A, { stream: B, replicas: 1, max_age: 1h30m, max_bytes: 64KB, storage: no } ]",
                "streams: [ { name: A, allow_unknown: true, brand_new: { x: 1 }, mirror: { new_too: 1 } } ]",
                "streams: [ { name: A, mirror: B, source: [ C, { name: D }, '${x}' ] } ]\nvariables: { x: E }",
                "steps: [ stream edit: { stream: A, republish: null, max_age: , mirror: ~, sources: [ B ] } ]",
                "steps: [ stream get: { stream: A, start_time: '2026-01-31T12:00:00Z', direct: true } ]",
                "streams: [ { name: A, metadata: { a: 7 }, sources: [ { name: B } ] } ]",
                "variables: { n: 3, yes: true, t: 1s, h: { A: b }, s: A }\n"
                        + "steps: [ pub: { subject: a, count: '${n}', retry: '${t}', headers: '${h}', partial: '${yes}' } ]",
                "steps: [ publish: [ a, b c d, { subject: 7, value: 007, count: 51..100 }, { subject: a, json: "
                        + "[1, { a: null }] } ] ]",
                "steps: [ pub: { subject: a, headers: { A: b, B: [1, '${i}'] }, data: } ]",
                "steps: [ kv get: '${x}' ]\nvariables: { x: B k }",
                "steps: [ { kv get: { bucket: B, key: k, revision: '5' }, error: 10037 } ]",
                "steps: [ { str nfo: { name: A }, within: 0.5s, during: 0, error: {} } ]",
                "steps: [ consumer next: { stream: A, consumer: b, ack: '${how}', max_bytes: 1e3 } "
                        + "]\nvariables: { how: nak }",
                "tags: a\nrequires: 2.10\nserver: { nodes: 1, storage: memory, config: { max_payload: 1MB } }",
                "clients: { a: { user: sue, password: 7 }, b: { tls: true, node: n1 }, c: { tls: {} }, d: {} }",
                "seed: 0x10\nrepeat: '3'\nskip: no\nname: 7",
            })
    void rightForm_isValidForReaderAndSchema(String right) {
        String states = "{ stream info: A, expect: { x: { any: { size: '> 5' } } } }";
        String text = right.contains("steps: [")
                ? right.replaceFirst("steps: \\[", "steps: [ " + states + ",")
                : right + "\nsteps: [ " + states + " ]";
        Path file = Path.of("right.yaml");
        YamlReader.YamlDocument document = documents(file, text).get(0);

        assertEquals(
                List.of(),
                byReader(file, text, document).stream().map(Problem::message).toList());
        assertEquals(List.of(), problems(document));
    }

    @Test
    void schema_everyKey_hasADescription() {
        List<String> silent = new ArrayList<>();
        var schema = LanguageSchema.json(Verbs.ours(), Checks.ALL);
        schema.getAsJsonObject("properties").asMap().forEach((key, value) -> {
            if (!value.getAsJsonObject().has("description")) {
                silent.add(key);
            }
        });
        schema.getAsJsonObject("definitions")
                .asMap()
                .forEach((name, definition) -> definition
                        .getAsJsonObject()
                        .getAsJsonObject("properties")
                        .asMap()
                        .forEach((key, value) -> {
                            if (!value.getAsJsonObject().has("description")
                                    && !value.getAsJsonObject().has("$ref")) {
                                silent.add(name + ": " + key);
                            }
                        }));

        assertEquals(List.of(), silent);
    }

    private static List<String> problems(YamlReader.YamlDocument document) {
        return JUDGE.problems(document.tree().orElseThrow());
    }

    private static List<Problem> byReader(Path file, String text, YamlReader.YamlDocument document) {
        return new DocumentReader(SourceText.of(file.toString(), text), Path.of(""))
                .read(document, "x").stream()
                        .flatMap(scenario -> scenario.problems().stream())
                        .toList();
    }

    /** Returns the documents that are valid YAML. */
    private static List<YamlReader.YamlDocument> documents(Path file, String text) {
        return YamlReader.read(SourceText.of(file.toString(), text)).stream()
                .filter(document -> document.tree().isPresent())
                .toList();
    }

    static Stream<Path> gallery() throws IOException {
        return files(GALLERY, ".yaml");
    }

    static Stream<Path> pages() throws IOException {
        return Stream.concat(Stream.of(Path.of("README.md")), files(Path.of("docs"), ".md"));
    }

    static Stream<Path> failing() throws IOException {
        return Files.isDirectory(FAILING) ? files(FAILING, ".yaml") : Stream.empty();
    }

    private static Stream<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        }
    }
}

package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.check.CheckType;
import dev.binrun.check.Checks;
import dev.binrun.docs.GeneratedFile;
import dev.binrun.form.ApiField;
import dev.binrun.form.FieldFacts;
import dev.binrun.form.KnownWords;
import dev.binrun.registry.AnswerShapes;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbType;
import dev.binrun.verb.consumer.ConsumerField;
import dev.binrun.verb.stream.StreamField;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Compares the tables of the scenario reference with the records that they are generated from. {@code mvn test
 * -Dtest=ScenarioReferenceTest,LanguageSchemaTest -Dbinrun.docs=write} regenerates them and the JSON Schema.
 */
class ScenarioReferenceTest {
    private static final Path PAGE = Path.of("docs/scenario-reference.md");
    private static final Pattern LONG = Pattern.compile("(?=.{121})(.{1,120}) ");

    @Test
    void reference_isGeneratedFromTheRecords() throws IOException {
        String current = Files.readString(PAGE);
        for (Map.Entry<String, String> part : parts().entrySet()) {
            current = replaced(current, part.getKey(), part.getValue());
        }
        GeneratedFile.check(PAGE, current);
    }

    private static String replaced(String page, String name, String content) {
        String begin = "<!-- generated: " + name + " -->\n";
        int start = page.indexOf(begin);
        assertTrue(start >= 0, PAGE + " has no part '" + name + "'");
        int end = page.indexOf("<!-- end -->", start);
        return page.substring(0, start + begin.length()) + wrapped(content) + page.substring(end);
    }

    /** Wraps the lines that are neither rows of a table nor code. */
    private static String wrapped(String content) {
        StringBuilder all = new StringBuilder();
        boolean code = false;
        for (String line : content.split("\n", -1)) {
            code ^= line.startsWith("```");
            all.append(code || line.startsWith("|") ? line : LONG.matcher(line).replaceAll("$1\n"))
                    .append("\n");
        }
        return all.substring(0, all.length() - 1);
    }

    private static Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("keys", table("key", Document.class));
        parts.put("server", table("key", ServerConfig.class));
        parts.put("client", table("key", ClientConfig.class));
        parts.put("tls", table("key", TlsConfig.class));
        parts.put("step", table("key", Modifiers.class));
        parts.put("answers", answers());
        parts.put(
                "verbs", Verbs.ours().stream().map(ScenarioReferenceTest::verb).collect(Collectors.joining("\n")));
        parts.put("check", table("key", ChecksReader.Beside.class));
        parts.put(
                "checks", Checks.ALL.stream().map(ScenarioReferenceTest::check).collect(Collectors.joining("\n")));
        parts.put("stream fields", fields(StreamField.values()));
        parts.put("consumer fields", fields(ConsumerField.values()));
        return parts;
    }

    private static String verb(VerbType verb) {
        VerbDoc does = verb.does().orElseThrow(() -> new AssertionError("'" + verb.name() + "' needs @VerbDoc"));
        String aliases = verb.aliases().isEmpty() ? "" : "Also `" + String.join("`, `", verb.aliases()) + "`. ";
        List<String> positions = RecordShape.of(verb.arguments()).positional();
        String inOrder = positions.isEmpty() ? "" : "In order: `" + String.join(" ", positions) + "`. ";
        String reads = verb.reads() ? "`within` can repeat it. " : "";
        String background = verb.inBackground() ? "Runs in the background. " : "";
        return "### " + verb.name() + "\n\n" + does.value() + ". Returns " + coded(does.answers()) + ".\n\n"
                + shapes(verb.answers())
                + "\n\n"
                + "```yaml steps\n" + does.example() + "```\n\n"
                + paragraph(aliases + inOrder + reads + background)
                + (RecordShape.of(verb.arguments()).components().isEmpty() ? "" : table("argument", verb.arguments()));
    }

    private static String shapes(AnswerForm answers) {
        Map<String, String> with = new LinkedHashMap<>();
        answers.cases()
                .forEach(answer -> with.merge(
                        (answer.adds() ? ", also: `" : ": `") + answer.shape() + "`.",
                        "`" + answer.argument() + "`",
                        (first, second) -> first + " or " + second));
        String cases = with.entrySet().stream()
                .map(answer -> "\nWith " + answer.getValue() + answer.getKey())
                .collect(Collectors.joining());
        String gathered = answers.gathered();
        return "Answer: `" + answers.shape() + "`." + cases
                + (gathered.equals("any") ? "" : "\n`collect` and `stop`: `" + gathered + "`.");
    }

    /** The named shapes. */
    private static String answers() {
        StringBuilder rows = new StringBuilder("| name | shape |\n|---|---|\n");
        rows.append("| `StreamConfig`, `ConsumerConfig` | the fields of a stream and of a consumer, below |\n");
        AnswerShapes.texts()
                .forEach((name, shape) -> rows.append("| `" + name + "` | `" + shape.replace("|", "\\|") + "` |\n"));
        return rows.toString();
    }

    private static String check(CheckType check) {
        List<String> positions = RecordShape.of(check.arguments()).positional();
        return "### " + check.name() + "\n\nHolds when " + check.holds() + ".\n\n" + "In order: `"
                + String.join(" ", positions) + "`.\n\n" + table("argument", check.arguments());
    }

    /** Trees are shown as code. */
    private static String coded(String text) {
        return text.replaceAll("\\{(?:[^{}]|\\{[^{}]*})*}", "`$0`");
    }

    private static String paragraph(String text) {
        return text.isEmpty() ? "" : text.strip() + "\n\n";
    }

    private static String table(String title, Class<?> record) {
        return "| " + title + " | value | meaning |\n|---|---|---|\n" + String.join("", rows(RecordShape.of(record)));
    }

    private static List<String> rows(RecordShape shape) {
        List<String> rows = new ArrayList<>();
        for (RecordShape.Component component : shape.components()) {
            if (component.inner().isPresent()) {
                rows.addAll(rows(component.inner().get()));
            } else if (component.fields().isPresent()) {
                rows.add("| … | | the fields below |\n");
            } else {
                rows.add(row(component));
            }
        }
        return rows;
    }

    private static String row(RecordShape.Component component) {
        List<String> others = component.names().subList(1, component.names().size());
        String also = others.isEmpty() ? "" : ", also `" + String.join("`, `", others) + "`";
        String required = component.arg().required() ? "**required**: " : "";
        return "| `" + component.name() + "`" + also + " | " + form(component) + " | " + required
                + component.arg().value() + " |\n";
    }

    /** The forms of trees are known only to their readers, so they are repeated here. */
    private static String form(RecordShape.Component component) {
        if (component.arg().words().length > 0) {
            return words(KnownWords.of(component.arg().words()));
        }
        if (component.type() != Tree.class) {
            return form(component.type());
        }
        return switch (component.name()) {
            case "server", "variables" -> "a map";
            case "matrix" -> "map of lists";
            case "clients" -> "map of maps";
            case "streams", "consumers", "kv", "objects" -> "list of maps";
            case "steps" -> "list of steps";
            case "checks" -> "list of checks";
            default -> ""; // of any form, explained below the table
        };
    }

    private static String form(Type type) {
        if (type instanceof ParameterizedType container) {
            Type element = container.getActualTypeArguments()[container.getActualTypeArguments().length - 1];
            return (container.getRawType() == Map.class ? "map of " : "list of ")
                    + form(element).replaceFirst("^a (map|tree)$", "$1s").replaceFirst("^list of", "lists of");
        }
        if (type instanceof Class<?> constants && constants.isEnum()) {
            return Arrays.stream(constants.getEnumConstants())
                    .map(constant -> "`" + constant + "`")
                    .collect(Collectors.joining(" "));
        }
        if (type == TlsConfig.class) {
            return "true or a map";
        }
        return ValueFormat.of(type).map(ValueFormat::label).orElse("a map");
    }

    private static String fields(ApiField... fields) {
        return "| field | type | known values | default | since |\n|---|---|---|---|---|\n"
                + Arrays.stream(fields).map(ScenarioReferenceTest::field).collect(Collectors.joining());
    }

    private static String field(ApiField field) {
        FieldFacts facts = field.facts();
        String form = field.form().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        String within = field.within().isEmpty() ? "" : ": " + within(field);
        String also = field.also().isEmpty() ? "" : ", also `" + String.join("`, `", field.also()) + "`";
        String byDefault = facts.byDefault().isEmpty() ? "" : "`" + facts.byDefault() + "`";
        String note = facts.note().isEmpty() || byDefault.isEmpty() ? facts.note() : " (" + facts.note() + ")";
        return "| `" + field.field() + "`" + also + " | " + form + within + " | " + words(facts.words()) + " | "
                + byDefault + note + " | " + facts.since() + " |\n";
    }

    /** The fields inside another, with their first versions if these are later. */
    private static String within(ApiField field) {
        return field.within().stream()
                .map(inner -> "`" + inner.field() + "`"
                        + (inner.facts().since().equals(field.facts().since())
                                ? ""
                                : " (" + inner.facts().since() + ")"))
                .collect(Collectors.joining(", "));
    }

    private static String words(KnownWords words) {
        return words.words().stream().map(ScenarioReferenceTest::word).collect(Collectors.joining(", "));
    }

    /** A word, with the other words for it and its first version. */
    private static String word(KnownWords.Word word) {
        String also = word.also().stream()
                .filter(text -> !text.isEmpty())
                .map(text -> "`" + text + "`")
                .collect(Collectors.joining(", "));
        String beside = (also.isEmpty() ? "" : "also " + also)
                + (also.isEmpty() || word.since().isEmpty() ? "" : "; ")
                + word.since();
        return (word.text().isEmpty() ? "empty" : "`" + word.text() + "`")
                + (beside.isEmpty() ? "" : " (" + beside + ")");
    }
}

package dev.binrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.binrun.check.CheckType;
import dev.binrun.check.Checks;
import dev.binrun.engine.Engine;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.verb.VerbType;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Each file in {@code failing/} ends with the messages in its comments, in this order, and with no other message.
 * A message has no path, because it is always the path of its own file: {@code # FAILED: 12: stream info: …}.
 * The character {@code …} matches any text, such as a time. {@code # report:} is followed by a line of the report.
 */
@Execution(ExecutionMode.CONCURRENT)
final class FailingTest {
    private static final Path FAILING = Path.of("src/test/resources/failing");
    private static final Path SCHEMA = Path.of("docs/scenario.schema.json");
    private static final Pattern SAID = Pattern.compile("(?m)^# (FAILED|INVALID|BROKEN): (.*)$");
    private static final Pattern REPORT = Pattern.compile("(?m)^# report: (.*)$");

    /** Where our own verbs are; what else is found is an example in the tests. */
    private static final String OURS = "dev.binrun.verb.";

    @TestFactory
    Stream<DynamicTest> failing() {
        return ScenarioReader.read(List.of(FAILING)).stream()
                .map(file ->
                        DynamicTest.dynamicTest(shown(file.path()), file.path().toUri(), () -> endsAsItSays(file)));
    }

    @Test
    void everyVerb_fails() throws IOException {
        Set<String> missing = Verbs.all().stream()
                .filter(verb -> verb.arguments().getPackageName().startsWith(OURS))
                .map(VerbType::name)
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.walk(FAILING)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                missing.removeIf(verb -> SAID.matcher(text)
                        .results()
                        .anyMatch(said -> said.group(2).contains(": " + verb + ": ")
                                || said.group(2).contains("'" + verb + "'")));
            }
        }

        assertEquals(
                Set.of(), missing, "add a file to " + FAILING + " whose comment has a message of each of these verbs");
    }

    @Test
    void everyCheck_fails() throws IOException {
        Set<String> missing = Checks.ALL.stream().map(CheckType::name).collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(FAILING.resolve("checks"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                missing.removeIf(check -> SAID.matcher(text)
                        .results()
                        .anyMatch(said -> !said.group(1).equals("INVALID")
                                && said.group(2).contains(": " + check + ": ")));
            }
        }

        assertEquals(
                Set.of(),
                missing,
                "add a file to " + FAILING
                        + "/checks whose comment has a FAILED or BROKEN message of each of these checks");
    }

    /** Each key at the top of a scenario has files of its own, in {@code top/}, named after it. */
    @Test
    void everyKey_fails() throws IOException {
        Set<String> missing = new TreeSet<>(JsonParser.parseString(Files.readString(SCHEMA))
                .getAsJsonObject()
                .getAsJsonObject("properties")
                .keySet());
        try (Stream<Path> files = Files.list(FAILING.resolve("top"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                missing.removeIf(key -> file.getFileName().toString().matches("(sessions?|" + key + ")\\b.*")
                        && text.lines().anyMatch(line -> line.startsWith(key + ":")));
            }
        }

        assertEquals(
                Set.of(),
                missing,
                "add a file to " + FAILING + "/top that is named after each of these keys, and uses it");
    }

    private static void endsAsItSays(ScenarioFile file) throws IOException {
        String text = Files.readString(file.path());
        List<String> expected = SAID.matcher(text)
                .results()
                .map(said -> said.group(1) + ": " + said.group(2))
                .toList();
        List<String> actual = new ArrayList<>();
        StringBuilder reports = new StringBuilder();
        for (ScenarioCase scenario : file.scenarios()) {
            Verdict verdict = new Engine(System.getenv()).run(scenario, line -> {});
            reports.append(verdict.report()).append('\n');
            if (verdict.outcome() == Outcome.INVALID) {
                scenario.problems().forEach(problem -> actual.add("INVALID: " + said(problem)));
            } else {
                actual.add(verdict.outcome() + ": " + withoutPath(file.path(), verdict.message()));
            }
        }

        assertFalse(
                expected.isEmpty(),
                "the first comments of the file state its messages, such as # FAILED: 12: stream info: …");
        boolean same = expected.size() == actual.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = like(expected.get(i)).matcher(actual.get(i)).matches();
        }
        assertTrue(
                same,
                () -> "the comments state:\n" + String.join("\n", expected) + "\n\nbut the file ends with:\n"
                        + String.join("\n", actual));
        REPORT.matcher(text)
                .results()
                .map(line -> line.group(1))
                .forEach(line -> assertTrue(
                        reports.toString().lines().anyMatch(like(line).asMatchPredicate()),
                        () -> "the report has no line\n" + line + "\n\nbut is:\n" + reports));
    }

    private static String said(Problem problem) {
        return problem.place().line() + ":" + problem.place().column() + ": " + problem.message();
    }

    private static String withoutPath(Path file, String message) {
        return message.replace(shown(file) + ":", "");
    }

    private static String shown(Path file) {
        return file.toString().replace('\\', '/');
    }

    private static Pattern like(String said) {
        return Pattern.compile(
                Stream.of(said.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), Pattern.DOTALL);
    }
}

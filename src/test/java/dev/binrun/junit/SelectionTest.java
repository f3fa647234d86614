package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionTest {
    private static final List<Path> FOLDER = List.of(Path.of("scenarios"));
    private static final List<Path> FILE = List.of(Path.of("scenarios", ".", "sample.yaml"));

    @Test
    void slow_inAFolder_isLeftOut() {
        Verdict verdict =
                leftOut(FOLDER, "", Samples.scenario("large", 3, "slow")).orElseThrow();

        assertEquals(Outcome.SKIPPED, verdict.outcome());
        assertEquals("left out: tagged slow", verdict.message());
        assertEquals(3, verdict.place().line());
    }

    @Test
    void slow_inANamedFile_runs() {
        assertEquals(Optional.empty(), leftOut(FILE, "", Samples.scenario("large", 1, "slow")));
    }

    @Test
    void slow_fileAndItsFolderNamed_runs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "tags: [slow]\nnumSessions: 3\n");
        List<Path> paths = List.of(folder, folder.resolve(".").resolve("a.yaml"));

        List<ScenarioFile> files = ScenarioReader.read(paths);

        assertEquals(List.of(file), files.stream().map(ScenarioFile::path).toList());
        assertEquals(
                Optional.empty(),
                Selection.of(paths, Optional.empty())
                        .leftOut(files.get(0), files.get(0).scenarios().get(0)));
    }

    @Test
    void expression_namedFile_selectsByTags() {
        assertEquals(
                Outcome.SKIPPED,
                leftOut(FILE, "kv", Samples.scenario("large", 1, "slow"))
                        .orElseThrow()
                        .outcome());
    }

    @ParameterizedTest
    @CsvSource({"slow, true", "kv, true", "kv & slow, true", "kv & !slow, false", "lab | kv, true", "lab, false"})
    void expression_onTagsKvAndSlow(String expression, boolean runs) {
        assertEquals(
                runs,
                leftOut(FOLDER, expression, Samples.scenario("large", 1, "kv", "slow"))
                        .isEmpty());
    }

    @Test
    void invalid_isNeverLeftOut() {
        assertEquals(Optional.empty(), leftOut(FOLDER, "kv", Samples.invalid("wrong", 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kv &", "(kv", "& kv"})
    void expression_invalid_isAnErrorThatShowsIt(String expression) {
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> Selection.of(FOLDER, Optional.of(expression)));

        assertEquals(
                "tags: '" + expression
                        + "' is not a tag expression; combine tags with & (and), | (or), ! (not) and parentheses:"
                        + " 'kv & !slow'",
                error.getMessage());
    }

    @Test
    void name_ofASlowScenario_selectsOnlyThis() {
        ScenarioFile file = Samples.file(Samples.scenario("quick", 1), Samples.scenario("large", 2, "slow"));

        List<ScenarioFile> selected = Selection.named(List.of("large"), List.of(file));

        assertEquals(List.of("large"), names(selected));
        assertEquals(
                Optional.empty(),
                Selection.of(Selection.paths(selected), Optional.empty())
                        .leftOut(selected.get(0), selected.get(0).scenarios().get(0)));
    }

    @Test
    void name_withItsPlace_isFound() {
        ScenarioFile file = Samples.file(Samples.scenario("a", 1), Samples.scenario("b", 7));

        assertEquals(List.of("b"), names(Selection.named(List.of("b (scenarios/sample.yaml:7)"), List.of(file))));
    }

    @Test
    void name_unknown_isAnErrorWithTheNearest() {
        ScenarioFile file = Samples.file(Samples.scenario("large", 1), Samples.scenario("quick", 7));

        assertEquals(
                "name: no scenario is called 'larger' (did you mean 'large'?)",
                assertThrows(IllegalArgumentException.class, () -> Selection.named(List.of("larger"), List.of(file)))
                        .getMessage());
        assertEquals(
                "name: no scenario is called 'other' (known: large, quick)",
                assertThrows(IllegalArgumentException.class, () -> Selection.named(List.of("other"), List.of(file)))
                        .getMessage());
    }

    private static List<String> names(List<ScenarioFile> files) {
        return files.stream()
                .flatMap(file -> file.scenarios().stream())
                .map(ScenarioCase::name)
                .toList();
    }

    private static Optional<Verdict> leftOut(List<Path> paths, String expression, ScenarioCase scenario) {
        return Selection.of(paths, Optional.of(expression)).leftOut(Samples.file(scenario), scenario);
    }
}

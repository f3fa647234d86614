package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.DailyPart;
import dev.binrun.engine.Engine;
import dev.binrun.registry.Verbs;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.YamlReader;
import dev.binrun.verb.VerbType;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Every statement of the gallery is judged: if it is made wrong, its scenario fails at that step and for that reason.
 * Otherwise the statement would be without effect.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
final class GalleryMutationTest {
    private static final Path GALLERY = Path.of("scenarios");

    /**
     * Excluded files: checks have red scenarios in {@code failing/checks}; others wait for elections or need their
     * storage.
     */
    private static final Path LAB = GALLERY.resolve("lab");

    /** The forms of expectations in the language. */
    private static final Set<String> FORMS = Set.of(
            "a map",
            "a list",
            "a scalar",
            "${…}",
            ">",
            ">=",
            "<",
            "<=",
            "!=",
            "a range",
            "~",
            "size",
            "any",
            "each",
            "none",
            "contains",
            "ordered",
            "unique",
            "count",
            "values",
            "or",
            "not",
            "kind",
            "absent",
            "equals",
            "took",
            "at",
            "error",
            "error: a code",
            "error: a word",
            "error: a map",
            "error: {}",
            "within",
            "during");

    /** The package of binrun's verbs; other verbs are examples of the tests. */
    private static final String OURS = "dev.binrun.verb.";

    private static final List<GalleryMutant> MUTANTS = mutants();

    @Test
    void verbs_all_haveExamples() {
        Set<String> missing = new TreeSet<>(FORMS);
        Verbs.all().stream()
                .filter(verb -> verb.arguments().getPackageName().startsWith(OURS))
                .map(VerbType::name)
                .forEach(missing::add);
        MUTANTS.stream().filter(GalleryMutant::stated).forEach(mutant -> missing.removeAll(mutant.covers()));

        assertEquals(Set.of(), missing, "nothing in " + GALLERY + " states anything of these");
    }

    /** Returns the cheapest mutant for each verb and each form. */
    @TestFactory
    Stream<DynamicTest> someMutants_fail() {
        List<GalleryMutant> cheapFirst = MUTANTS.stream()
                .filter(GalleryMutant::stated)
                .sorted(Comparator.comparing(GalleryMutant::cost))
                .toList();
        Set<String> covered = new HashSet<>();
        List<GalleryMutant> chosen = new ArrayList<>();
        for (GalleryMutant mutant : cheapFirst) {
            if (covered.addAll(mutant.covers())) {
                chosen.add(mutant);
            }
        }
        return tests(chosen);
    }

    @TestFactory
    @Tag("slow")
    Stream<DynamicTest> allMutants_fail() {
        return tests(DailyPart.of(MUTANTS));
    }

    private static Stream<DynamicTest> tests(List<GalleryMutant> mutants) {
        return mutants.stream()
                .map(mutant -> DynamicTest.dynamicTest(
                        mutant.name(), Path.of(mutant.place().path()).toUri(), () -> fails(mutant)));
    }

    private static void fails(GalleryMutant mutant) {
        Path file = Path.of(mutant.place().path());
        SourceText source = SourceText.of(file.toString(), read(file));
        ScenarioCase scenario = new DocumentReader(source, file.toAbsolutePath().getParent())
                .read(
                        new YamlReader.YamlDocument(Optional.of(mutant.document()), new Problems(source)),
                        mutant.scenario())
                .get(0);
        Verdict verdict = new Engine(System.getenv()).run(scenario, line -> {});

        Assumptions.assumeFalse(verdict.outcome() == Outcome.SKIPPED, verdict.message());
        boolean leftOut =
                verdict.outcome() == Outcome.BROKEN && verdict.message().contains("so it cannot be compared");
        assertTrue(verdict.outcome() == Outcome.FAILED || leftOut, () -> mutant.name() + "\n" + verdict.report());
        Place place = mutant.place();
        Pattern expected = Pattern.compile(Pattern.quote(place.path() + ":" + place.line() + ": " + mutant.label())
                + "( \\(.*?\\))?: (\\[\\d+\\](: |\\.)?)?"
                + Pattern.quote(mutant.path())
                + ".*");
        assertTrue(
                expected.matcher(verdict.message()).matches(),
                () -> mutant.name() + "\nmust be found wrong at " + mutant.path() + "\n" + verdict.report());
    }

    private static List<GalleryMutant> mutants() {
        try (Stream<Path> files = Files.walk(GALLERY)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.startsWith(LAB))
                    .sorted()
                    .flatMap(GalleryMutationTest::mutants)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<GalleryMutant> mutants(Path file) {
        return YamlReader.read(SourceText.of(file.toString(), read(file))).stream()
                .map(document -> (Tree.Mapping) document.tree().orElseThrow())
                .flatMap(document ->
                        GalleryMutants.of(document, file.getFileName().toString()).stream());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

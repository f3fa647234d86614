package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.binrun.form.Scope;
import dev.binrun.match.Mismatch;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asserts that expectations, as written in a scenario, match answers or differ. */
final class ExpectationAssertions {
    private final Tree tree;
    private final SourceText source;
    private final Scope scope;

    private ExpectationAssertions(String yaml, Scope scope) {
        this.source = SourceText.of("test.yaml", yaml);
        this.tree = YamlReader.read(source).get(0).tree().orElseThrow();
        this.scope = scope;
    }

    /** Creates the expectation that a scenario writes after {@code expect:}. */
    static ExpectationAssertions expect(String yaml) {
        return new ExpectationAssertions(yaml, new LoadScope(Map.of(), Set.of()));
    }

    /** Returns this expectation with an answer that was kept as {@code kept}. */
    static ExpectationAssertions expect(String yaml, String kept) {
        return new ExpectationAssertions(yaml, new LoadScope(Map.of("kept", JsonParser.parseString(kept)), Set.of()));
    }

    /** Asserts that an answer matches. */
    ExpectationAssertions holds(String answer) {
        assertEquals(List.of(), differences(answer), answer);
        return this;
    }

    /** Asserts the differences of an answer. */
    ExpectationAssertions differs(String answer, String... differences) {
        assertEquals(List.of(differences), differences(answer), answer);
        return this;
    }

    /** Asserts the diff of the first difference. */
    ExpectationAssertions shows(String answer, String... lines) {
        assertEquals(List.of(lines), mismatches(answer).get(0).diff());
        return this;
    }

    /** Asserts that the expectation is invalid. */
    void isWrong(String... problems) {
        assertEquals(
                List.of(problems), problems().stream().map(Problem::message).toList());
    }

    /** Asserts that the expectation is valid at load. */
    void isValidAtLoad() {
        Problems problems = new Problems(source);
        ExpectedReader.check(tree, new LoadScope(Map.of(), Set.of()), problems);
        assertEquals(List.of(), problems.inOrder());
    }

    private List<String> differences(String answer) {
        return mismatches(answer).stream().map(Mismatch::toString).toList();
    }

    /** Returns the differences of an answer. */
    List<Mismatch> mismatches(String answer) {
        JsonElement json = JsonParser.parseString(answer);
        Problems problems = new Problems(source);
        var expected = ExpectedReader.read(tree, scope, problems);
        assertEquals(List.of(), problems.inOrder());
        List<Mismatch> differences = expected.differences(json);
        assertEquals(differences.isEmpty(), expected.holds(json), "to hold and not to differ are the same");
        return differences;
    }

    private List<Problem> problems() {
        Problems problems = new Problems(source);
        ExpectedReader.check(tree, new LoadScope(Map.of(), Set.of()), problems);
        if (problems.isEmpty()) {
            ExpectedReader.read(tree, scope, problems);
        }
        return problems.inOrder();
    }
}

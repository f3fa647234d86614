package dev.binrun.verb.object;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.engine.Engine;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The headers of an object in the answer of {@code object get}, in the form of message headers. */
class ObjectHeadersTest {
    private static final String PUT = """
            objects: [{ bucket: O }]
            steps:
              - object put: { bucket: O, name: a, data: x, headers: { Author: sue, List: [ a, b ] } }
              - object put: { bucket: O, name: plain, data: x }
            """;

    @Test
    void get_headers_haveTextForOneValueAndListForSeveral() {
        Verdict verdict = run("""
                  - object get: O a
                    expect: { headers: { Author: sue, List: [ a, b ] } }
                  - object get: O plain
                    expect: { headers: { absent: true } }
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict::report);
    }

    @Test
    void get_headerExpectedAsListOfOne_isAMismatch() {
        assertEquals(
                "t.yaml:5: object get: headers.Author: expected ['sue'], was 'sue'",
                run("  - object get: O a\n    expect: { headers: { Author: [ sue ] } }\n")
                        .message());
    }

    private static Verdict run(String steps) {
        return new Engine(System.getenv())
                .run(
                        ScenarioReader.readText(Path.of("t.yaml"), PUT + steps.indent(0))
                                .scenarios()
                                .get(0),
                        line -> {});
    }
}

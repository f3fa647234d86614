package dev.binrun.verb;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text in {@code error} matches whole words of the description. */
@Execution(ExecutionMode.CONCURRENT)
final class ErrorWordsTest {
    private static final String FULL = """
            streams: [ { name: A, subjects: [a], max_msgs: 1, discard: new } ]
            steps:
              - pub: a x
              - pub: a y
            """;

    @ParameterizedTest
    @ValueSource(strings = {"maximum", "messages", "EXCEEDED", "maximum messages", "messages exceeded"})
    void wholeWords_match(String text) {
        passes(FULL + "    error: " + text + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max", "message", "exceed", "m", "mum messages", "messages exceed"})
    void partOfAWord_doesNotMatch(String text) {
        fails(
                FULL + "    error: " + text + "\n",
                "t.yaml:4: pub: error: expected a description with '" + text
                        + "', was {\"code\":503,\"err_code\":10077,\"description\":\"maximum messages exceeded\"} ('"
                        + text
                        + "' is only a part of a word there: write whole words)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimum", "exceeded maximum"})
    void otherWords_doNotMatch_withoutAHint(String text) {
        fails(
                FULL + "    error: " + text + "\n",
                "t.yaml:4: pub: error: expected a description with '" + text
                        + "', was {\"code\":503,\"err_code\":10077,\"description\":\"maximum messages exceeded\"}");
    }
}

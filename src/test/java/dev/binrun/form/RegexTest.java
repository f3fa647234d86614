package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RegexTest {
    @Test
    void finds_matchInsideTheText_isTrue() {
        assertTrue(Regex.of("b.d").finds("abcd"));
        assertFalse(Regex.of("^b").finds("abcd"));
    }

    @Test
    void of_invalidExpression_namesTheProblem() {
        assertEquals(
                "'[a' is not a regular expression: Unclosed character class at index 1",
                assertThrows(IllegalArgumentException.class, () -> Regex.of("[a"))
                        .getMessage());
        assertEquals(
                "'" + "(".repeat(200) + "…' is not a regular expression: Unclosed group at index 300",
                assertThrows(IllegalArgumentException.class, () -> Regex.of("(".repeat(300)))
                        .getMessage());
    }

    @Test
    void of_controlCharacter_hintsAtSingleQuotes() {
        assertEquals(
                "the regular expression contains the control character U+001B: in double quotes, YAML reads \\e as that"
                        + " character; write the expression in single quotes",
                assertThrows(IllegalArgumentException.class, () -> Regex.of("a\u001b"))
                        .getMessage());
    }

    @Test
    void finds_endlessSearch_endsOnInterrupt() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        Thread search = new Thread(() -> ended.complete(assertThrows(
                        UnmatchableException.class, () -> Regex.of("^(a+)+\\1$").finds("a".repeat(47) + "b"))
                .getMessage()));
        search.setDaemon(true);
        search.start();
        search.interrupt();

        assertEquals(
                "the regular expression '^(a+)+\\1$' takes too long for a text of 48 characters"
                        + " (avoid a repeated group that can match the same text in two ways)",
                ended.get(20, TimeUnit.SECONDS));
    }

    @Test
    void finds_tooDeep_throws() {
        assertEquals(
                "the regular expression '(a|b)*c' needs too much stack for a text of 1000000 characters "
                        + "(avoid a group that is repeated)",
                assertThrows(
                                UnmatchableException.class,
                                () -> Regex.of("(a|b)*c").finds("ab".repeat(500_000)))
                        .getMessage());
    }
}

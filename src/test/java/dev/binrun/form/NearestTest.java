package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestTest {
    private static final List<String> KNOWN =
            List.of("max_msgs_per_subject", "max_msgs", "subjects", "stream info", "as", "durable_name");

    @ParameterizedTest
    @CsvSource({
        "max_msg, max_msgs",
        "maxMsgsPerSubject, max_msgs_per_subject",
        "max-msgs, max_msgs",
        "sbujects, subjects",
        "Subject, subjects",
        "stream inof, stream info",
        "sa, as",
        "durable, durable_name"
    })
    void hint_misspeltName_namesTheNearest(String written, String meant) {
        assertEquals(" (did you mean '" + meant + "'?)", Nearest.hint(written, KNOWN));
    }

    @Test
    void hint_nothingNear_listsAFewKnownNames() {
        List<String> many = IntStream.range(0, 13).mapToObj(i -> "name-" + i).toList();

        assertEquals(" (known: red, blue)", Nearest.hint("quantum", List.of("red", "blue")));
        assertEquals("", Nearest.hint("quantum", many));
        assertEquals("", Nearest.hint("quantum", List.of()));
    }

    @Test
    void hint_emptyOrVeryLong_isEmpty() {
        assertEquals(" (known: a)", Nearest.hint("", List.of("a")));
        assertEquals(" (known: a)", Nearest.hint("---", List.of("a")));
        assertEquals(" (known: a)", Nearest.hint("x".repeat(100_000), List.of("a")));
    }
}

package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IndexRangeTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, 1",
        "50, 0, 49, 50",
        "51..100, 51, 100, 50",
        "0..0, 0, 0, 1",
        "999999999999, 0, 999999999998, 999999999999"
    })
    void parse_countOrIndexes_isTheRange(String text, long first, long last, long size) {
        IndexRange range = IndexRange.parse(text).orElseThrow();

        assertEquals(new IndexRange(first, last), range);
        assertEquals(size, range.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "2..1", "1..", "..2", "1...2", "1.5", "1e3", "x", "9999999999999"})
    void parse_emptyRange_isEmpty(String text) {
        assertEquals(Optional.empty(), IndexRange.parse(text));
    }
}

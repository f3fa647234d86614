package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CountTest {
    @Test
    void of_one_isSingular() {
        assertEquals("0 messages", Count.of(0, "message"));
        assertEquals("1 message", Count.of(1, "message"));
        assertEquals("2 messages", Count.of(2, "message"));
    }

    @Test
    void of_irregularPlural_isUsed() {
        assertEquals("1 entry is lost", Count.of(1, "entry is", "entries are") + " lost");
        assertEquals("2 entries are lost", Count.of(2, "entry is", "entries are") + " lost");
    }

    @Test
    void form_words_haveNoNumber() {
        assertEquals("1,000 values", "1,000 " + Count.form(1_000, "value", "values"));
    }
}

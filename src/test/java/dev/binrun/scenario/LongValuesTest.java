package dev.binrun.scenario;

import static dev.binrun.scenario.ExpectationAssertions.expect;

import org.junit.jupiter.api.Test;

/** Mismatches of payloads that are long or not UTF-8: cut around the first difference, with its offset. */
final class LongValuesTest {
    private static final String TEN = "0123456789";

    @Test
    void text_long_isCutAroundTheDifference() {
        String start = TEN.repeat(100);

        expect("{ data: " + "'" + start + "A" + TEN.repeat(20) + "' }")
                .differs(
                        "{'data':'" + start + "B" + TEN.repeat(10) + "'}",
                        "data: expected '…" + TEN.repeat(3) + "A"
                                + TEN.repeat(6).substring(0, 59)
                                + "…' (1201 characters), was '…" + TEN.repeat(3) + "B"
                                + TEN.repeat(6).substring(0, 59)
                                + "…' (1101 characters, first difference at offset 1000)");
    }

    @Test
    void text_longThatEndsEarlier_showsItsEnd() {
        String start = TEN.repeat(30);

        expect("{ data: '" + start + "' }")
                .differs(
                        "{'data':'" + start + "x'}",
                        "data: expected '…" + TEN.repeat(3) + "' (300 characters), was '…" + TEN.repeat(3)
                                + "x' (301 characters, first difference at offset 300)");
    }

    @Test
    void text_shortAgainstLong_showsTheStart() {
        expect("{ data: a }")
                .differs(
                        "{'data':'" + "y".repeat(1_000) + "'}",
                        "data: expected 'a', was '" + "y".repeat(60)
                                + "…' (1000 characters, first difference at offset 0)");
    }

    @Test
    void text_surrogatePair_isNotSplit() {
        expect("{ data: '" + "😀".repeat(100) + "a' }")
                .differs(
                        "{'data':'" + "😀".repeat(100) + "😁'}",
                        "data: expected '…" + "😀".repeat(15) + "a' (101 characters), was '…" + "😀".repeat(15)
                                + "😁' (101 characters, first difference at offset 100)");
    }

    @Test
    void hex_differs_namesTheByte() {
        expect("{ data: { hex: 00ff01 } }")
                .differs(
                        "{'data':{'hex':'00ff02'}}",
                        "data.hex: expected 00ff01, was 00ff02 (first difference at byte 2)");
        expect("{ data: { hex: 00FF } }")
                .differs(
                        "{'data':{'hex':'00ff'}}",
                        "data.hex: expected 00FF, was 00ff (the same bytes; answers have hex in lower case)");
    }

    @Test
    void hex_long_isCutAroundTheByte() {
        String start = "00ff".repeat(100);

        expect("{ data: { hex: '" + start + "0a" + "ee".repeat(100) + "' } }")
                .differs(
                        "{'data':{'hex':'" + start + "0b" + "ee".repeat(50) + "'}}",
                        "data.hex: expected …ff" + "00ff".repeat(7) + "0a" + "ee".repeat(29) + "… (301 bytes), was …ff"
                                + "00ff".repeat(7) + "0b" + "ee".repeat(29)
                                + "… (251 bytes, first difference at byte 200)");
    }

    @Test
    void bytes_textExpected_areShownAsHex() {
        expect("{ data: hello }")
                .differs(
                        "{'data':{'hex':'68656cff'}}",
                        "data: expected 'hello', was {hex: 68656cff} (4 bytes, not a text, first difference at "
                                + "byte 3)");
    }

    @Test
    void text_bytesExpected_isShownAsHex() {
        expect("{ data: { hex: 6869 } }")
                .differs(
                        "{'data':'hi'}",
                        "data: expected {hex: 6869}, was 'hi' (answers show UTF-8 bytes as text; in hex: 6869)");
    }

    @Test
    void tree_longerThanTheLimit_isCut() {
        expect("{ x: { equals: 1 } }")
                .differs(
                        "{'x':['" + "y".repeat(1_000) + "']}",
                        "x: expected exactly 1, was [\"" + "y".repeat(298) + "… (1004 characters)");
        expect("{ x: { absent: true } }")
                .differs(
                        "{'x':'" + "y".repeat(1_000) + "'}",
                        "x: expected an absent key, was '" + "y".repeat(300) + "…' (1000 characters)");
    }

    @Test
    void describe_longerThanTheLimit_isCut() {
        String elements = "m, ".repeat(1_000);

        expect("{ x: [" + elements + "m] }").differs("{}", "x: expected a list of 1001 elements, was absent");
    }
}

package dev.binrun.scenario;

import static dev.binrun.scenario.ExpectationAssertions.expect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mismatches of values that look the same, and of numbers with a unit. */
final class ShownDifferencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "caf\u00e9|cafe\u0301|offset 3: expected U+00E9 LATIN SMALL LETTER E WITH ACUTE,"
                        + " was U+0065 LATIN SMALL LETTER E, U+0301 COMBINING ACUTE ACCENT",
                "a b|a\\u00a0b|offset 1: expected U+0020 SPACE, was U+00A0 NO-BREAK SPACE",
                "ab|a\\u200bb|offset 1: expected nothing, was U+200B ZERO WIDTH SPACE",
                "ab|\\ufeffab|offset 0: expected nothing, was U+FEFF ZERO WIDTH NO-BREAK SPACE",
                "orders|\u043erders|offset 0: expected U+006F LATIN SMALL LETTER O, was U+043E CYRILLIC SMALL LETTER O",
                "orders|orders |offset 6: expected nothing, was U+0020 SPACE",
                "orders |orders|offset 6: expected U+0020 SPACE, was nothing",
                "orders| orders|offset 0: expected nothing, was U+0020 SPACE",
                "a-b|a\u2013b|offset 1: expected U+002D HYPHEN-MINUS, was U+2013 EN DASH",
                "it's|it\u2019s|offset 2: expected U+0027 APOSTROPHE, was U+2019 RIGHT SINGLE QUOTATION MARK",
                "order-l|order-1|offset 6: expected U+006C LATIN SMALL LETTER L, was U+0031 DIGIT ONE",
                "O|0|offset 0: expected U+004F LATIN CAPITAL LETTER O, was U+0030 DIGIT ZERO",
                "\u0430\u0441\u0435\u043e\u0440\u0445|aceopx|offset 0: expected U+0430, U+0441, U+0435, U+043E, …,"
                        + " was U+0061, U+0063, U+0065, U+006F, …",
                "42|42 |offset 2: expected nothing, was U+0020 SPACE",
                "a\\nb|a\\r\\nb|offset 1: expected nothing, was U+000D CARRIAGE RETURN (CR)",
            })
    void mismatch_alike_showsCodePoints(String expected, String actual, String note) {
        String written = expected.equals("42") ? "42" : "'" + expected.replace("'", "\\'") + "'";
        String shown = "'" + actual + "'";
        expect("{ x: \"" + expected + "\" }")
                .differs(
                        "{\"x\":\"" + actual + "\"}",
                        "x: expected " + written.replace("\\'", "'") + ", was " + shown
                                + " (they look alike but differ at " + note + ")");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a|b", "a|A", "orders|order", "a|\u0434", "line|line\\n"})
    void mismatch_notAlike_isUnchanged(String expected, String actual) {
        expect("{ x: \"" + expected + "\" }")
                .differs("{\"x\":\"" + actual + "\"}", "x: expected '" + expected + "', was '" + actual + "'");
    }

    @Test
    void mismatch_alikeInOtherPatterns_showsCodePoints() {
        expect("{ x: { equals: a } }")
                .differs(
                        "{'x':'a '}",
                        "x: expected exactly 'a', was 'a ' (they look alike but differ at offset 1: expected "
                                + "nothing, was U+0020 SPACE)");
        expect("{ x: " + "a".repeat(150) + "b }")
                .differs(
                        "{'x':'" + "a".repeat(150) + "b '}",
                        "x: expected '…" + "a".repeat(29) + "b' (151 characters), was '…" + "a".repeat(29)
                                + "b ' (152 characters, first difference at offset 151)"
                                + " (they look alike but differ at offset 151: expected nothing, was U+0020 SPACE)");
        expect("[x, caf\u00e9]")
                .differs(
                        "['cafe\u0301','y','x']",
                        "expected 2 elements, was 3: missing [1] 'caf\u00e9'; extra [0] 'cafe\u0301', [1] 'y'"
                                + " (they look alike but differ at offset 3: expected U+00E9 LATIN SMALL LETTER E WITH ACUTE,"
                                + " was U+0065 LATIN SMALL LETTER E, U+0301 COMBINING ACUTE ACCENT)");
    }

    @Test
    void mismatch_alikeInALongText_showsCodePoints() {
        String before = "a".repeat(5_000);
        expect("{ x: " + before + "order }")
                .differs(
                        "{'x':'" + before + "\u043erder'}",
                        "x: expected '…" + "a".repeat(30) + "order' (5005 characters), was '…" + "a".repeat(30)
                                + "\u043erder' (5005 characters, first difference at offset 5000)"
                                + " (they look alike but differ at offset 5000: expected U+006F LATIN SMALL LETTER O,"
                                + " was U+043E CYRILLIC SMALL LETTER O)");
    }

    @Test
    void text_invisibleCharacters_areEscaped() {
        expect("{ x: b }").differs("{'x':'a\u00a0\u200b\u2028'}", "x: expected 'b', was 'a\\u00a0\\u200b\\u2028'");
        expect("{ x: b }")
                .differs("{'x':'\u00fc \u65e5 \ud83d\ude00'}", "x: expected 'b', was '\u00fc \u65e5 \ud83d\ude00'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "max_age: 2h|'max_age':3600000000000|config.max_age: expected 2h, was 1h",
                "max_age: 7200000000000|'max_age':3600000000000|config.max_age: expected 2h, was 1h",
                "max_age: '> 7200000000000'|'max_age':3600000000000|config.max_age: expected > 2h, was 1h",
                "max_age: 2h|'max_age':0|config.max_age: expected 2h, was 0",
                "max_age: 0|'max_age':3600000000000|config.max_age: expected 0, was 1h",
                "max_age: x|'max_age':3600000000000|config.max_age: expected 'x', was 1h",
                "max_bytes: 1MB|'max_bytes':2097152|config.max_bytes: expected 1MB, was 2MB",
                "max_bytes: 1048576|'max_bytes':-1|config.max_bytes: expected 1MB, was -1",
                "max_msgs: 1000|'max_msgs':2048|config.max_msgs: expected 1000, was 2048",
                "max_msgs: 64K|'max_msgs':1024|config.max_msgs: expected 64K, was 1024",
                "backoff: [1s, 1m]|'backoff':[1000000000,2000000000]|config.backoff[1]: expected 1m, was 2s",
                "max_age: { equals: 1 }|'max_age':3600000000000"
                        + "|config.max_age: expected exactly 1 (1ns), was 3600000000000 (1h)",
                "ack_wait: { or: [1s, 2s] }|'ack_wait':3000000000|config.ack_wait: expected 1s or 2s, was 3s",
                "max_age: { not: 1h }|'max_age':3600000000000|config.max_age: expected not 1h, was 1h",
                "a: { b: 1 }|'max_age':3600000000000|config.a: expected {b: 1}, was absent",
            })
    void units_ofConfigurations_areReadable(String expected, String there, String difference) {
        expect("{ config: { " + expected + " } }").differs("{'config':{" + there + "}}", difference);
    }

    @Test
    void units_ofTrees_areReadable() {
        expect("{ config: x }")
                .differs("{'config':{'max_age':3600000000000}}", "config: expected 'x', was {\"max_age\":\"1h\"}");
        expect("{ json: { max_age: 1 } }")
                .differs("{'json':{'max_age':2000000000}}", "json.max_age: expected 1, was 2000000000");
    }
}

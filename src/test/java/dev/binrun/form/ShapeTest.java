package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shapes and their notation. */
final class ShapeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "text; text",
                "time; text",
                "duration; number",
                "{a b: number, c: [text]}; {a: number, b: number, c: [text]}",
                "{*: text}; {*: text}",
                "{}; {}",
                "text | {hex: text}; text | {hex: text}",
                "{a: text} | {a: number, b: boolean}; {a: text | number, b: boolean}",
                "[{a: text}] | [{b: text}]; [{a: text, b: text}]",
                "{a: any} | {a: text}; {a: any}",
                "{a: text} | any; any",
                "[P]; [P]",
                "P | {b: text}; {a: text, b: text}",
            })
    void parse_shape_isWrittenTheSame(String text, String written) {
        Map<String, Shape> named =
                Map.of("P", Shape.parse("{a: text}", Map.of()).named("P"));

        assertEquals(written, Shape.parse(text, named).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "txt; there is no shape 'txt'",
                "Strem; there is no shape 'Strem' (did you mean 'Stream'?)",
                "{a: text; unexpected end",
                "{a text}; unexpected end",
                "[text; unexpected end",
                "[text}; ']' is missing",
                "text text; unexpected 'text'",
                "|; there is no shape '|'",
            })
    void parse_notAShape_throws(String text, String why) {
        Map<String, Shape> named = text.startsWith("S") ? Map.of("Stream", Shape.ANY) : Map.of();

        var e = assertThrows(IllegalArgumentException.class, () -> Shape.parse(text, named));

        assertEquals("not a shape: " + why + ": " + text, e.getMessage());
    }

    @Test
    void key_knownOrUserDefined_hasAShape() {
        Shape shape = Shape.parse("{a: number, m: {*: text}}", Map.of());

        assertEquals("number", shape.key("a").orElseThrow().toString());
        assertEquals(Optional.empty(), shape.key("b"));
        assertEquals("text", shape.key("m").orElseThrow().key("b").orElseThrow().toString());
        assertTrue(Shape.ANY.key("b").orElseThrow().isAny());
        assertEquals("number | {*: text}", shape.values().toString());
        assertEquals("text", shape.at("m.b").orElseThrow().toString());
        assertEquals(Optional.empty(), shape.at("m.b.c"));
        assertEquals("text", shape.list().list().at("[][].m.*").orElseThrow().toString());
    }
}

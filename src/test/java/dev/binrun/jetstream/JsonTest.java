package dev.binrun.jetstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with the strict mode of the Gson that the build has, which older versions lack. */
class JsonTest {
    private static final Gson STRICT =
            new GsonBuilder().setStrictness(Strictness.STRICT).create();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "NULL",
                "nulL",
                "true",
                "TRUE",
                "truE",
                "false",
                "falsE",
                "1",
                "01",
                "1.",
                "1e5",
                "1E5",
                "1E+5",
                "-0",
                "+1",
                "NaN",
                "Infinity",
                "\"\"",
                "\"a",
                "\"a\tb\"",
                "\"a\\tb\"",
                "\"\\'\"",
                "\"\\u00e9\"",
                "\"\\u00\"",
                "\"TRUE E\"",
                "\"\\\n\"",
                "\"a\nb\"",
                "\"\\",
                "\"\\\"",
                "[]",
                "[1,]",
                "[1 2]",
                "[1;2]",
                "{}",
                "{a:1}",
                "{\"a\":1}",
                "{\"a\"=1}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1} x",
                "{\"a\":1}{}",
                "# 1",
                "// c\n1",
                "hello",
                "order-1",
                "E5",
                "[1E5,\"E\"]",
                "]",
                "\u00e9",
                "12345678901234567890123",
                "1e999999999"
            })
    void parse_anyText_equalsStrictMode(String text) {
        assertEquals(strict(text), Json.parse(text), text);
    }

    @Test
    void parse_tooDeep_isEmpty() {
        assertEquals(true, Json.parse(nested(255)).isPresent());
        assertEquals(Optional.empty(), Json.parse(nested(256)));
    }

    @Test
    void write_keepsNullsAndSigns() {
        assertEquals(
                "{\"a\":null,\"b\":\"<=>\"}",
                Json.write(Json.parse("{\"a\":null,\"b\":\"<=>\"}").orElseThrow()));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static Optional<JsonElement> strict(String text) {
        try {
            return Optional.ofNullable(STRICT.fromJson(text, JsonElement.class));
        } catch (JsonParseException noJson) {
            return Optional.empty();
        }
    }
}

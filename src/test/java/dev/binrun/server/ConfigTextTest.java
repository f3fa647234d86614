package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTextTest {
    @Test
    void parse_commonFile_isATree() {
        assertTree("""
                { "port": -1, "max_payload": 65536, "debug": false,
                  "jetstream": { "max_mem": 1073741824 },
                  "accounts": { "A": { "users": [{ "user": "a", "password": "p\\\"w" }, { "user": "b" }] } },
                  "tags": ["one", "two", 3] }""", """
                # a comment
                port: -1            // chosen by the server
                max_payload = 64KB; debug no
                jetstream { max_mem: 1GB }
                accounts: {
                  A { users = [ {user: a, password: "p\\"w"}
                                {user: 'b'} ] }
                }
                tags: [ one, "two"
                        3 ]
                """);
    }

    @Test
    void parse_json_isTheSameTree() {
        String json = "{\"max_payload\": 65536, \"cluster\": {\"tags\": [\"a:b\", \"c/d\"]}, \"x\": 1.5}";
        assertTree(json, json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5 | 5",
                "-5 | -5",
                "1.5 | 1.5",
                "2k | 2000",
                "2kb | 2048",
                "2KiB | 2048",
                "1Mi | 1048576",
                "YES | true",
                "off | false",
                "30s | \"30s\"",
                "127.0.0.1:4222 | \"127.0.0.1:4222\"",
                "a#b | \"a#b\"",
                "$2a$11$abc | \"$2a$11$abc\"",
                "'a $b' | \"a $b\"",
                "\"\\x41\\u0042\\t\" | \"AB\\t\"",
            })
    void parse_value_isTyped(String written, String json) {
        assertTree("{\"key\": " + json + "}", "key: " + written);
    }

    @Test
    void parse_textBlock_keepsItsLines() {
        assertTree("{\"jwt\": \"a\\n  (b)\\n\", \"x\": 1}", "jwt: (a\n  (b)\n)\nx: 1");
    }

    @Test
    void parse_variables_areLookedUpOutwardsAndInTheEnvironment() {
        assertTree(
                "{\"SIZE\": 1024, \"a\": {\"b\": 1024, \"SIZE\": 2, \"c\": 2, \"d\": 7}}",
                "SIZE: 1kb\na { b: $SIZE, SIZE: 2, c: $SIZE, d: $FROM_ENVIRONMENT }");
    }

    @Test
    void parse_include_addsItsEntries() {
        assertTree("{\"a\": {\"x\": 1, \"y\": 2}, \"z\": 3}", "a { include 'x.conf'\n y: 2 }\nz: 3");
        assertEquals(
                "include broken.conf: line 2: expected a value, found the end of the text",
                message("include broken.conf"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: 1~b: | line 2: expected a value, found the end of the text",
                "a: { b: 1 | line 1: expected a key or }, found the end of the text",
                "a: [1, 2 | line 1: expected a value or ], found the end of the text",
                "a: 1 b: 2 | line 1: expected a new line or a comma after the value, found \"b:\"",
                "a: \"x | line 1: expected the closing \", found the end of the text",
                "a: \"\\q\" | line 1: \\q is not an escape; write \\t, \\n, \\r, \\\", \\\\ or \\xFF",
                "a: \"\\xZZ\" | line 1: expected 2 hexadecimal digits, found \"ZZ\"\"",
                "} | line 1: expected a key, found \"}\"",
                "{a: 1} b | line 1: expected the end of the text after the last }, found \"b\"",
                "~a: $MISSING | line 2: the variable $MISSING has no value; define it above, set it in the environment,"
                        + " or quote the text",
                "a: (x | line 1: expected a line that is only ), the end of the text block",
            })
    void parse_wrongText_namesTheLine(String text, String message) {
        assertEquals(message, message(text.replace('~', '\n')));
    }

    private static String message(String text) {
        return assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage();
    }

    private static void assertTree(String json, String text) {
        assertEquals(JsonParser.parseString(json), JsonParser.parseString(parse(text)));
    }

    private static String parse(String text) {
        Map<String, String> files = Map.of("x.conf", "x: 1", "broken.conf", "\na:");
        return ConfigText.parse(text, Map.of("FROM_ENVIRONMENT", "7"), files::get)
                .toString();
    }
}

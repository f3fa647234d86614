package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that a path must quote: {@code ${info.state.subjects["a.x"]}}. */
final class QuotedPathTest {
    private static final JsonObject KNOWN = JsonParser.parseString(
                    ("{'info':{'subjects':{'a.x':5,'a':{'x':6},'b c':[7,8],'d}e':9,'f\\\"g':10,'h':{'i.j':{'k':11}},'':12}}}")
                            .replace('\'', '"'))
            .getAsJsonObject();
    private static final Scope SCOPE = new Scope() {
        @Override
        public Optional<JsonElement> lookup(String name) {
            return Optional.ofNullable(KNOWN.get(name));
        }

        @Override
        public Set<String> names() {
            return KNOWN.keySet();
        }
    };

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${info.subjects[\"a.x\"]}|5",
                "${info.subjects['a.x']}|5",
                "${info[\"subjects\"][\"a.x\"]}|5",
                "${info.subjects.a.x}|6",
                "${info.subjects[\"b c\"][1]}|8",
                "${info.subjects[\"b c\"].0}|7",
                "${info.subjects[\"d}e\"]}|9",
                "${info.subjects['f\"g']}|10",
                "${info.subjects.h[\"i.j\"].k}|11",
                "${info.subjects[\"a.x\"]+1}|6",
                "${ info.subjects[\"a.x\"] - 1 }|x",
                "<${info.subjects[\"a.x\"]}${info.subjects[\"d}e\"]}>|<59>",
                "${info.subjects[\"\"]}|12",
                "$${info.subjects[\"a.x\"]}|${info.subjects[\"a.x\"]}",
            })
    void text_quotedKey_isFound(String written, String value) {
        if (value.equals("x")) {
            assertThrows(UnknownNameException.class, () -> Template.parse(written));
        } else {
            assertEquals(value, Template.parse(written).text(SCOPE));
        }
    }

    @Test
    void text_unknownQuotedKey_isQuotedInTheProblem() {
        assertEquals(
                "'${info.subjects[\"a.y\"]}': info.subjects has no 'a.y' (did you mean 'a.x'?)",
                assertThrows(
                                UnknownNameException.class,
                                () -> Template.parse("${info.subjects['a.y']}").text(SCOPE))
                        .getMessage());
        assertEquals(
                "'${info.subjects.h[\"i.j\"].l}': info.subjects.h[\"i.j\"] has no 'l' (did you mean 'k'?)",
                assertThrows(
                                UnknownNameException.class,
                                () -> Template.parse("${info.subjects.h[\"i.j\"].l}")
                                        .text(SCOPE))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"${[\"a\"]}", "${a[\"b\"]c}", "${a[\"b]}", "${a[\"b\"}", "${a[\"b\"].}", "${a[\"b\"]..c}"})
    void parse_notAPath_showsAnExample(String written) {
        assertEquals(
                "'" + written + "' is not a path such as ${kept.state.messages} or ${i+1}"
                        + " (a key with a dot is written [\"a.b\"])",
                assertThrows(UnknownNameException.class, () -> Template.parse(written))
                        .getMessage());
    }

    @Test
    void parse_path_hasItsSteps() {
        assertEquals(
                List.of("info", "subjects", "a.x", "0"),
                Template.parse("${info.subjects[\"a.x\"][0]}")
                        .references()
                        .get(0)
                        .path());
    }
}

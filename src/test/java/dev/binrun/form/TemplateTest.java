package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
    private static final JsonObject KNOWN = JsonParser.parseString("""
                    {"i": 4, "name": "ORDERS", "wait": "1.5s", "size": "64KB", "flag": true, "none": null, "tokens": ["q"],
                     "kept": {"messages": [{"seq": 7, "time": "2026-01-01T00:00:00Z"}, {"seq": 8}],
                              "session-x": 1, "state": {"messages": 2}}}
                    """).getAsJsonObject();
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
            value = {
                "plain|plain",
                "order-${i}|order-4",
                "${i}${i}|44",
                "a${i}b${name}c|a4bORDERSc",
                "${ i }.|4.",
                "x${i+1}|x5",
                "x${i-5}|x-1",
                "x${i+0.5}|x4.5",
                "x${kept.messages.1.seq}|x8",
                "x${kept.messages[1].seq}|x8",
                "x${kept.messages.0.time-500ms}|x2025-12-31T23:59:59.500Z",
                "x${kept.messages.0.time+1h30m}|x2026-01-01T01:30:00Z",
                "x${wait+500ms}|x2000000000ns",
                "x${size+1}|x65537",
                "x${i+2s}|x2000000004",
                "x${kept.session-x}|x1",
                "$${i}|${i}",
                "a$${|a${",
                "$${i}-${i}|${i}-4",
                "$|$",
                "a$b{c}|a$b{c}",
                "x${kept.state}|x{\"messages\":2}",
                "x${flag}|xtrue",
                "x${none}|xnull",
                "😀${i}😀|😀4😀",
            })
    void text_referencesAndLiterals_areJoined(String written, String text) {
        assertEquals(text, Template.parse(written).text(SCOPE));
    }

    @Test
    void resolve_singleReference_keepsTheType() {
        assertEquals(new JsonPrimitive(4), Template.parse("${i}").resolve(SCOPE));
        assertEquals(new JsonPrimitive(true), Template.parse("${flag}").resolve(SCOPE));
        assertEquals(KNOWN.get("kept"), Template.parse("${kept}").resolve(SCOPE));
        assertEquals(new JsonPrimitive("4 "), Template.parse("${i} ").resolve(SCOPE));
    }

    @Test
    void isOpen_onlyAnEscape_isFalse() {
        assertFalse(Template.parse("$${i}").isOpen());
        assertTrue(Template.parse("$${i}${i}").isOpen());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "${namee}|unknown name 'namee' in '${namee}' (did you mean 'name'?)",
                "${zzzzzz}|unknown name 'zzzzzz' in '${zzzzzz}' (known: i, name, wait, size, flag, none, tokens, kept)",
                "${kept.mesages}|'${kept.mesages}': kept has no 'mesages' (did you mean 'messages'?)",
                "${kept.messages.2.seq}|'${kept.messages.2.seq}': kept.messages has 2 elements and no index 2",
                "${tokens.5}|'${tokens.5}': tokens has 1 element and no index 5",
                "${kept.messages.99999999999}|"
                        + "'${kept.messages.99999999999}': kept.messages has no '99999999999'; it is"
                        + " [{\"seq\":7,\"time\":\"2026-01-01T00:00:00Z\"},{\"seq\":8}]",
                "${kept.messages.first}|"
                        + "'${kept.messages.first}': kept.messages has no 'first'; it is"
                        + " [{\"seq\":7,\"time\":\"2026-01-01T00:00:00Z\"},{\"seq\":8}]",
                "${name.x}|'${name.x}': name has no 'x'; it is \"ORDERS\"",
                "${name+1}|'${name+1}': +1 cannot be added to \"ORDERS\", which is not a number, a duration or a time",
                "${flag+1}|'${flag+1}': +1 cannot be added to true, which is not a number, a duration or a time",
                "${none+1}|'${none+1}': +1 cannot be added to null, which is not a number, a duration or a time",
                "${kept+1}|'${kept+1}': +1 cannot be added to "
                        + "{\"messages\":[{\"seq\":7,\"time\":\"2026-01-01T00:00:00Z\"},"
                        + "{\"seq\":8}],\"session-x\":1,\"state\":{\"messages\":2}…, which is not a number, a duration or a time",
                "${wait+1}|'${wait+1}': only a duration such as +500ms can be added to 1.5s",
                "${kept.messages.0.time+1}|"
                        + "'${kept.messages.0.time+1}': only a duration such as +500ms can be added to 2026-01-01T00:00:00Z",
            })
    void text_leadsNowhere_namesTheReason(String written, String message) {
        Template template = Template.parse(written);

        assertEquals(
                message,
                assertThrows(UnknownNameException.class, () -> template.text(SCOPE))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"${}", "${ }", "${1}", "${.a}", "${a.}", "${a..b}", "${a b}", "${a{b}", "${-1}"})
    void parse_notAPath_showsAnExample(String written) {
        String inner = written.substring(2, written.length() - 1);

        assertEquals(
                "'${" + inner + "}' is not a path such as ${kept.state.messages} or ${i+1}",
                assertThrows(UnknownNameException.class, () -> Template.parse(written))
                        .getMessage());
    }

    @Test
    void parse_notClosed_hintsAtTheEscape() {
        assertEquals(
                "'${' has no closing '}' in 'cost: ${i' (write '$${' for a literal '${')",
                assertThrows(UnknownNameException.class, () -> Template.parse("cost: ${i"))
                        .getMessage());
    }

    @Test
    void parse_invalidConstant_throws() {
        assertEquals(
                "'1x' in '${i+1x}' is neither a number nor a duration such as 500ms",
                assertThrows(UnknownNameException.class, () -> Template.parse("${i+1x}"))
                        .getMessage());
    }

    @Test
    void parse_veryLongPath_isFast() {
        String path = "a" + ".b".repeat(200_000);

        assertEquals(
                200_001,
                Template.parse("${" + path + "}").references().get(0).path().size());
        assertEquals(
                1,
                Template.parse("${a" + "-1".repeat(200_000) + "}").references().size());
    }

    @Test
    void at_index_hidesAnOuterName() {
        TemplateText text = new TemplateText(Template.parse("order-${i}"), SCOPE);

        assertEquals("order-9", text.at(9));
        assertEquals("order-4", text.get());
        assertEquals("fixed", TemplateText.of("fixed").at(3));
    }
}

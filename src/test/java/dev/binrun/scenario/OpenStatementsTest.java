package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.binrun.scenario.yaml.SourceText;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.YamlReader;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements that a cut answer proves. All of them hold for it. */
class OpenStatementsTest {
    private static final String CUT = "{messages: [1, 2], received: 3, cut: 'kept the first 2 of 3', at: x, took: 1s}";
    private static final String WHOLE = "{messages: [1], received: 1, at: x, took: 1s}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ messages: { size: 2 } }",
                "{ messages: { none: 3 } }",
                "{ messages: { each: \"> 0\" } }",
                "{ messages: { unique: seq } }",
                "{ messages: { ordered: seq } }",
                "{ messages: [1, 2] }",
                "{ messages: { equals: [1, 2] } }",
                "{ messages: \"${kept.messages}\" }",
                "\"${kept}\"",
                "{ messages: { any: 1, none: 3 } }",
                "{ messages: { size: \"< 5\" } }",
                "{ messages: { not: { any: 3 } } }",
                "{ messages: { or: [{ any: 1 }, { none: 3 }] } }",
                "{ messages: { count: { of: 1, is: 1 } } }",
                "{ messages: { count: { of: 1, is: \"<= 1\" } } }",
                "{ not: { messages: { any: 3 } } }",
                "{ or: [{ messages: { none: 3 } }, { received: 7 }] }",
                "{ received: 3, messages: [1, 2] }"
            })
    void cut_statementAboutAll_isNotProved(String expected) {
        assertEquals(Optional.of("messages: kept the first 2 of 3"), unproved(expected, CUT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ messages: { any: 1 } }",
                "{ messages: { contains: [1] } }",
                "{ messages: { any: 1, size: \"> 1\" } }",
                "{ messages: { count: { of: 1, is: \">= 1\" } } }",
                "{ messages: { not: { none: 1 } } }",
                "{ messages: { or: [{ any: 1 }, { any: 3 }] } }",
                "{ messages: { kind: list } }",
                "{ messages: { size: 2 }, cut: \"~ of 3\" }",
                "{ not: { messages: { each: 1 } } }",
                "{ received: 3 }"
            })
    void cut_statementAboutRisingValues_isProved(String expected) {
        assertEquals(Optional.empty(), unproved(expected, CUT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{ received: 1 }, { messages: { size: 2 } }]",
                "{ any: { messages: { none: 3 } } }",
                "{ each: { messages: { none: 3 } } }",
                "{ none: { messages: { any: 3 } } }",
                "{ contains: [{ received: 1 }, { messages: [1, 2] }] }",
                "{ count: { of: { messages: { size: 2 } }, is: 1 } }",
                "{ not: { any: { messages: { any: 3 } } } }",
                "{ size: 2, each: { messages: { each: \"> 0\" } } }",
                "{ equals: [] }",
                "\"${kept}\""
            })
    void cutInAList_statementAboutAll_isNotProved(String expected) {
        assertEquals(
                Optional.of("[1].messages: kept the first 2 of 3"), unproved(expected, "[" + WHOLE + ", " + CUT + "]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{ messages: [1] }, { received: 3 }]",
                "{ size: 2 }",
                "{ each: { messages: { any: 1 } } }",
                "{ none: { messages: { each: 7 } } }",
                "[{ messages: [1] }, { messages: [1, 2], cut: \"~ of 3\" }]"
            })
    void cutInAList_statementAboutRisingValues_isProved(String expected) {
        assertEquals(Optional.empty(), unproved(expected, "[" + WHOLE + ", " + CUT + "]"));
    }

    @Test
    void cut_omittedKey_isNotProved() {
        String large = "{name: x, size: 2000000, cut: 'data is omitted'}";

        assertEquals(Optional.of("data: data is omitted"), unproved("{ data: \"\" }", large));
        assertEquals(Optional.of("json: data is omitted"), unproved("{ json: \"!= x\" }", large));
        assertEquals(Optional.empty(), unproved("{ data: { absent: true } }", large));
        assertEquals(Optional.empty(), unproved("{ size: 2000000 }", large));
    }

    @Test
    void notWaitedFor_statementAboutAll_isNotProved() {
        String stopped = "{messages: [1], received: 1, not_waited_for: 4}";

        assertEquals(Optional.of("received: 4 more messages came"), unproved("{ received: 1 }", stopped));
        assertEquals(Optional.empty(), unproved("{ received: 1, not_waited_for: 4 }", stopped));
    }

    @Test
    void complete_anyStatement_isProved() {
        assertEquals(Optional.empty(), unproved("{ messages: { none: 3 } }", WHOLE));
    }

    private static Optional<String> unproved(String expected, String answer) {
        YamlReader.YamlDocument document =
                YamlReader.read(SourceText.of("t.yaml", "expect: " + expected)).get(0);
        Tree tree = ((Tree.Mapping) document.tree().orElseThrow()).get("expect").orElseThrow();
        JsonElement json = JsonParser.parseString(answer);
        return OpenStatements.OF_CUT.unproved(tree, json).map(OpenStatements.Unproved::cut);
    }
}

package dev.binrun.scenario.yaml;

import static dev.binrun.scenario.ScenarioAssertions.problems;
import static dev.binrun.scenario.ScenarioAssertions.read;
import static dev.binrun.scenario.ScenarioAssertions.readJson;
import static dev.binrun.scenario.ScenarioAssertions.valid;
import static dev.binrun.scenario.ScenarioAssertions.whole;
import static dev.binrun.scenario.ScenarioAssertions.wrong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.ScenarioAssertions;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.SimConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlSyntaxTest {
    private static final String OK = "numSessions: 3\n";

    @TempDir
    Path folder;

    @Test
    void operator_unquotedInFlow_hintsToQuote() {
        assertEquals("""
                dir/test.yaml:3:34: not YAML: found character '>' that cannot start any token \
                (quote an operator: "> 5", "!= x")
                  3 |     expect: { state: { messages: > 5 } }
                    |                                  ^""", whole("steps:\n  - stream info: A\n    expect: { state: { messages: > 5 } }\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "x: > 5|1:6: not YAML: expected a comment or a line break, but found 5 (quote an operator: \"> "
                        + "5\", \"!= x\")",
                "x: >= 5|1:5: not YAML: expected chomping or indentation indicators, but found = (quote an "
                        + "operator: \"> 5\", \"!= x\")",
                "{ name: != y }|1:9: unquoted, '!' starts a YAML tag (quote it: \"!= …\")",
                "name: !=y|1:7: unquoted, '!' starts a YAML tag (quote it: \"!= …\")",
                "x: *.a|1:5: not YAML: unexpected character found . (unquoted, '*' is a YAML alias; quote a "
                        + "wildcard: \"*.a\")",
                "x: [*.a]|1:6: not YAML: unexpected character found . (unquoted, '*' is a YAML alias; quote a "
                        + "wildcard: \"*.a\")",
                "x: *a|1:4: not YAML: found undefined alias a (unquoted, '*' is a YAML alias; quote a "
                        + "wildcard: \"*.a\")",
                "{ x: ${i} }|1:7: not YAML: expected ',' or '}', but got { (inside { } and [ ], quote a text "
                        + "with a reference: \"${…}\")",
                "x: @y|1:4: not YAML: found character '@' that cannot start any token (quote a text that "
                        + "starts with @, % or `)",
                "x: `y|1:4: not YAML: found character '`' that cannot start any token (quote a text that "
                        + "starts with @, % or `)",
                "x: %y|1:4: not YAML: found character '%' that cannot start any token (quote a text that "
                        + "starts with @, % or `)",
                "x: a: b|1:5: not YAML: mapping values are not allowed here (quote a text that contains "
                        + "': '; write a key in the column of the keys beside it; write ':' after a verb without "
                        + "arguments if a key follows it)",
                "x: \"a|1:4: not YAML: the quote that is opened here is never closed",
                "x: [a, {b: c}|1:4: not YAML: expected ',' or ']', but got <stream end>, while parsing a flow sequence",
                "x: [a }|1:7: not YAML: expected ',' or ']', but got }, while parsing a flow sequence",
            })
    void syntax_error_hasAPlaceAndAHint(String yaml, String problem) {
        assertEquals(problem, problems(read(yaml)).get(0));
    }

    @Test
    void syntax_keyBesideItsStep_namesAKey() {
        wrong(
                "steps:\n  - pub: a\n  bad: b\n",
                "3:3: not YAML: expected <block end>, but found a key (check the indentation of the line)");
    }

    @Test
    void syntax_wrongIndentation_hintsAtIndentation() {
        wrong(
                "steps:\n  - pub: a\n   bad: b\n",
                "3:4: not YAML: expected <block end>, but found '<block mapping start>'"
                        + " (check the indentation of the line)");
    }

    @Test
    void block_operatorWithoutSpace_isInvalid() {
        wrong(
                "steps:\n  - stream info: A\n    expect:\n      x: >5\n",
                "4:10: unquoted, '>' and '|' start a text of several lines, and no text follows (quote it: \">5\")");
    }

    @Test
    void tab_asIndentation_isShownAsSpace() {
        assertEquals("""
                dir/test.yaml:2:1: not YAML: found character '\\t(TAB)' that cannot start any token \
                (YAML is indented with spaces, not tabs)
                  2 |  - pub: a
                    | ^""", whole("steps:\n\t- pub: a\n"));
    }

    @Test
    void tag_ofAClass_isInvalidAndCreatesNothing() {
        wrong(
                "name: !!javax.script.ScriptEngineManager [ !!java.net.URL [\"http://x\"] ]\n",
                "1:7: the tag '!!javax.script.ScriptEngineManager' is not allowed: scenarios contain only "
                        + "texts, numbers, maps and lists (quote a text that starts with '!')",
                "1:7: 'name' must be a text, this is a list",
                "1:44: the tag '!!java.net.URL' is not allowed: scenarios contain only texts, numbers, maps and lists"
                        + " (quote a text that starts with '!')");
    }

    @Test
    void tag_otherThanCore_isInvalid() {
        wrong(
                OK + "description: !mine x\n",
                "2:14: the tag '!mine' is not allowed: scenarios contain only texts, numbers, maps and lists"
                        + " (quote a text that starts with '!')");
        wrong(
                OK + "description: !!binary aGVsbG8=\n",
                "2:14: the tag '!!binary' is not allowed: scenarios contain only texts, numbers, maps and lists"
                        + " (quote a text that starts with '!')");
        assertEquals("x", valid(OK + "description: !!str x\n").description());
    }

    @Test
    void alias_expandsToTooManyValues_isInvalidAtOnce() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }

        List<ScenarioCase> scenarios = assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> read("name: one\n" + OK + "---\n" + bomb + "---\n" + OK));

        assertEquals(3, scenarios.size());
        assertEquals(
                "the document has more than 200000 values, with aliases expanded; split it up",
                scenarios.get(1).problems().get(0).message());
        assertTrue(scenarios.get(0).config().isPresent(), "the document before it is right");
        assertTrue(scenarios.get(2).config().isPresent(), "the document after it is right");
    }

    @Test
    void alias_ofItself_isInvalid() {
        wrong("a: &a [*a]\n", "1:4: this value contains itself through an alias");
        wrong("&a b: &c { d: *c }\n", "1:7: this value contains itself through an alias");
    }

    @Test
    void alias_expandsTooDeep_isInvalid() {
        StringBuilder deep = new StringBuilder("a0: &a0 x\n");
        for (int i = 1; i < 60; i++) {
            deep.append("a%d: &a%d %s*a%d%s\n".formatted(i, i, "[".repeat(90), i - 1, "]".repeat(90)));
        }

        wrong(deep.toString(), "2:18: the document is nested deeper than 100 levels, with aliases expanded");
    }

    @Test
    void alias_ofAValue_isTheValue() {
        SimConfig config = valid("""
                steps:
                  - stream info: &name A
                    expect: &same { x: 1 }
                  - stream info: *name
                    expect: *same
                """);

        assertEquals(2, config.steps().size());
    }

    @Test
    void nesting_tooDeep_isInvalidAtItsPlace() {
        wrong("x: " + "[".repeat(100_000) + "\n", "1:103: not YAML: the document is nested deeper than 100 levels");
        wrong("x: " + "{ a: ".repeat(5_000) + "\n", "1:499: not YAML: the document is nested deeper than 100 levels");
        wrong("- ".repeat(5_000) + "\n", "1:201: not YAML: the document is nested deeper than 100 levels");
    }

    @Test
    void key_duplicate_isInvalid() {
        wrong(
                "name: x\nname: y\nsteps:\n  - { stream info: A, stream info: B, expect: { a: 1, \"a\": 2 } }\n",
                "2:1: the key 'name' is a duplicate (first in line 1)",
                "4:23: the key 'stream info' is a duplicate (first in line 4)",
                "4:55: the key 'a' is a duplicate (first in line 4)");
    }

    @Test
    void key_notAText_isInvalid() {
        wrong(
                OK + "? [a]\n: b\n? {a: b}\n: c\n",
                "2:3: a key must be a text, this is a list (quote it if it is meant as text)",
                "4:3: a key must be a text, this is a map (quote it if it is meant as text)");
    }

    @Test
    void key_merge_isInvalid() {
        wrong("""
                steps:
                  - stream info: &b { stream: A }
                    expect: { x: 1 }
                  - stream info:
                      <<: *b
                      stream: A
                    expect: { x: 1 }
                """, "5:7: YAML 1.2 has no merge keys: write the keys out, or give the whole map an alias");
    }

    @Test
    void documents_syntaxErrorInTheThird_keepsEarlierOnes() {
        List<ScenarioCase> scenarios =
                read("name: one\n" + OK + "---\nname: two\nnmae: x\n---\nsteps: [ }\n---\nname: four\n" + OK);

        assertEquals(
                List.of("one", "two", "test #3"),
                ScenarioAssertions.names(scenarios).toList());
        assertTrue(scenarios.get(0).config().isPresent());
        assertEquals(
                List.of(
                        "5:1: a scenario has no 'nmae' (did you mean 'name'?)",
                        "7:10: not YAML: expected the node content, but found '}', while parsing a flow node"),
                problems(scenarios));
    }

    @Test
    void documents_empty_areSkipped() {
        assertEquals(
                List.of("test"),
                ScenarioAssertions.names(read("---\n" + OK + "---\n---\n# end\n...\n"))
                        .toList());
    }

    @Test
    void file_empty_isInvalid() {
        assertEquals("dir/test.yaml:1:1: the file is empty; write a scenario in it", whole(""));
        assertEquals(
                "dir/test.yaml:1:1: the file is empty; write a scenario in it\n  1 | # only\n    | ^",
                whole("# only\n# comments\n"));
        wrong("---\n---\n", "1:1: the file is empty; write a scenario in it");
    }

    @Test
    void file_notUtf8_namesTheByte() throws IOException {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, "name: ok\nname2: é€😀Grüße\n".getBytes(StandardCharsets.UTF_8));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] = (byte) 0xE9;
        Files.write(file, bytes);

        Problem problem = ScenarioReader.read(List.of(file))
                .get(0)
                .scenarios()
                .get(0)
                .problems()
                .get(0);

        assertEquals("byte 0xe9 is not UTF-8 (save the file as UTF-8)", problem.message());
        assertEquals("2:15", problem.place().line() + ":" + problem.place().column());
    }

    @Test
    void file_utf16_namesTheFirstByte() throws IOException {
        Path file = Files.write(folder.resolve("wide.yaml"), "\uFEFFname: x\n".getBytes(StandardCharsets.UTF_16LE));

        ScenarioCase scenario =
                ScenarioReader.read(List.of(file)).get(0).scenarios().get(0);

        assertEquals("wide", scenario.name());
        assertEquals(List.of("1:1: byte 0xff is not UTF-8 (save the file as UTF-8)"), problems(List.of(scenario)));
    }

    @Test
    void file_byteOrderMark_isSkipped() {
        wrong("\uFEFFnmae: x\nnumSessions: 3\n", "1:1: a scenario has no 'nmae' (did you mean 'name'?)");
    }

    @Test
    void file_windowsLineBreaks_areCounted() {
        assertEquals(
                "dir/test.yaml:3:1: a scenario has no 'nmae' (did you mean 'name'?)\n  3 | nmae: x\n    | ^",
                whole("name: x\r\nnumSessions: 3\r\nnmae: x\r\n"));
    }

    @Test
    void file_controlCharacter_isShownAsCodePoint() {
        assertEquals("""
                dir/test.yaml:1:9: YAML does not allow the character U+0007 (in double quotes, write "\\u0007")
                  1 | name: 😀x\\x07y
                    |          ^""", whole("name: 😀x\u0007y\n" + OK));
    }

    @Test
    void file_controlCharacterInTheSecondDocument_keepsTheFirst() {
        List<ScenarioCase> scenarios = read(OK + "---\nname: a\u0000b\n");

        assertTrue(scenarios.get(0).config().isPresent());
        assertEquals(
                List.of("3:8: YAML does not allow the character U+0000 (in double quotes, write \"\\u0000\")"),
                problems(scenarios));
    }

    @Test
    void file_lineBreakOfYaml11_isInvalid() {
        wrong(
                OK + "description: \"a\u2028b\"\n",
                "2:16: YAML does not allow the character U+2028 (in double quotes, write \"\\u2028\")");
    }

    @Test
    void column_afterWideCharacters_countsCharacters() {
        assertEquals("""
                dir/test.yaml:1:17: a scenario has no 'nmae' (did you mean 'name'?)
                  1 | { name: "😀日本é", nmae: x, numSessions: 3 }
                    |                    ^""", whole("{ name: \"😀日本é\", nmae: x, numSessions: 3 }"));
    }

    @Test
    void excerpt_longLine_isCutAroundThePlace() {
        String problem = whole("{ numSessions: 3, description: '" + "é".repeat(100_000) + "', nmae: x, name: '"
                + "y".repeat(100_000) + "' }");

        assertEquals(
                "dir/test.yaml:1:100036: a scenario has no 'nmae' (did you mean 'name'?)\n"
                        + "  1 | …" + "é".repeat(77) + "', nmae: x, name: '" + "y".repeat(64) + "…\n"
                        + "    | " + " ".repeat(81) + "^",
                problem);
    }

    @Test
    void json_tabsEscapesAndSurrogates_areRead() {
        List<ScenarioCase> scenarios =
                readJson("{\n\t\"name\":\"a\\/b \\ud83d\\ude00 \\u00e9\",\n\t\"steps\":[\n\t\t{\"stream "
                        + "info\":\"A\",\"expect\":{\"x\":1.5e3,\"y\":null}}]}");

        assertEquals(List.of(), problems(scenarios));
        assertEquals("a/b 😀 é", scenarios.get(0).name());
    }

    @Test
    void json_errorAfterTabs_hasTheRightPlace() {
        assertEquals(
                List.of(
                        "2:2: a scenario has no 'nmae' (did you mean 'name'?)",
                        "3:17: 'numSessions' must be a whole number, this is 'x'"),
                problems(readJson("{\n\t\"nmae\": \"x\",\n\t\"numSessions\": \"x\"\n}\n")));
    }
}

package dev.binrun.scenario;

import static dev.binrun.scenario.ExpectationAssertions.expect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that are maps: {@code count}, {@code values}, {@code or}, {@code not}, {@code kind}, {@code equals}. */
final class OperatorsTest {
    @Test
    void count_matchingElements_areCounted() {
        expect("{ count: { of: { s: a }, is: 2 } }")
                .holds("[{'s':'a'},{'s':'b'},{'s':'a','n':1}]")
                .differs("[{'s':'a'}]", "expected 2 elements like {s: 'a'}, was 1 of 1 element: [0]")
                .differs("[]", "expected 2 elements like {s: 'a'}, was 0 of 0 elements")
                .differs("'a'", "expected a list with count 2 elements like {s: 'a'}, was 'a'");
        expect("{ m: { count: { of: x, is: '<= 1' } } }")
                .holds("{'m':[]}")
                .holds("{'m':['x','y']}")
                .differs("{'m':['x','y','x']}", "m: expected <= 1 elements like 'x', was 2 of 3 elements: m[0], m[2]")
                .differs("{}", "m: expected a list with count <= 1 elements like 'x', was absent");
        expect("{ m: { count: { of: x, is: 0 } } }")
                .holds("{'m':[]}")
                .differs("{}", "m: expected a list with count 0 elements like 'x', was absent");
        expect("{ count: { of: '> 1', is: { or: [1, 3] } }, size: 3 }")
                .holds("[1,1,2]")
                .holds("[2,3,4]")
                .differs("[1,2,3]", "expected 1 or 3 elements like > 1, was 2 of 3 elements: [1], [2]");
    }

    @Test
    void count_manyMatching_namesSome() {
        expect("{ count: { of: x, is: 1 } }")
                .differs(
                        "['x','x','x','x','x','x']",
                        "expected 1 element like 'x', was 6 of 6 elements: [0], [1], [2], [3], [4], …");
    }

    @Test
    void count_answerHasAMap_isAKey() {
        expect("{ json: { count: { of: 3, is: 1 } } }")
                .holds("{'json':{'count':{'of':3,'is':1}}}")
                .differs("{'json':{'n':1}}", "json.count: expected {of: 3, is: 1}, was absent");
        expect("{ json: { count: 3 } }").holds("{'json':{'count':3}}");
        expect("{ json: { count: { a: 1 } } }").holds("{'json':{'count':{'a':1}}}");
    }

    @Test
    void count_wrong_isInvalid() {
        expect("{ count: { of: x } }").isWrong("'count' takes {of: PATTERN, is: NUMBER}, and 'is' is missing");
        expect("{ count: { is: 2 } }").isWrong("'count' takes {of: PATTERN, is: NUMBER}, and 'of' is missing");
        expect("{ count: { of: x, iz: 2 } }").isWrong("'count' has no 'iz' (did you mean 'is'?)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "many|'many'",
                "-1|'-1'",
                "1.5|'1.5'",
                "\"< 0\"|'< 0'",
                "\"<= -1\"|'<= -1'",
                "true|'true'",
                "[1]|a list",
                "{ a: 1 }|a map",
                "\"~ 1\"|'~ 1'",
                "0.2..0.8|'0.2..0.8'"
            })
    void count_noNumberMatches_isInvalid(String is, String kind) {
        expect("{ count: { of: x, is: " + is + " } }")
                .isWrong("'is' takes a number of elements, such as 2, \"<= 1\" or 1..3; no number matches " + kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "'> 0'", "'>= 0'", "'< 1'", "'!= 1'", "1..3", "1K", "'${kept.n}'", "{ not: 3 }"})
    void count_someNumberMatches_isValid(String is) {
        expect("{ count: { of: x, is: " + is + " } }", "{'n':1}").mismatches("[]");
    }

    @Test
    void values_ofAMap_areMatchedLikeAList() {
        expect("{ subjects: { values: { each: '> 1' } } }")
                .holds("{'subjects':{'a.b':2,'c':3}}")
                .differs("{'subjects':{'a.b':1,'c':3}}", "subjects[\"a.b\"]: expected > 1, was 1")
                .differs("{'subjects':{}}", "subjects: expected a map whose values are a list with each > 1, was {}")
                .differs("{'subjects':[2]}", "subjects: expected a map whose values are a list with each > 1, was [2]")
                .differs("{}", "subjects: expected a map whose values are a list with each > 1, was absent");
        expect("{ values: { any: 2 } }")
                .holds("{'a':1,'b':2}")
                .differs(
                        "{'a':1}",
                        "expected any element like 2, was 1 value, the nearest differs in a: expected 2, was 1");
        expect("{ values: { none: 2 } }")
                .holds("{}")
                .holds("{'a':1}")
                .differs("{'a':1,'b':2}", "b: expected none like 2, was 2");
        expect("{ x: { values: { none: 2 } } }")
                .differs("{}", "x: expected a map whose values are a list with none 2, was absent");
        expect("{ values: { size: 2, count: { of: 1, is: 1 } } }").holds("{'a':1,'b':2}");
    }

    @Test
    void values_besideKeys_areMatched() {
        expect("{ a: 1, values: { none: 3 } }")
                .holds("{'a':1,'b':2}")
                .differs("{'a':1,'b':3}", "b: expected none like 3, was 3");
    }

    @Test
    void values_keyOfTheAnswer_isAKey() {
        expect("{ json: { values: { each: '> 1' } } }")
                .holds("{'json':{'values':[2,3]}}")
                .differs("{'json':{'values':[1]}}", "json.values[0]: expected > 1, was 1");
        expect("{ values: 3 }").holds("{'values':3}");
        expect("{ values: {} }").holds("{'values':{}}");
    }

    @Test
    void or_onePatternHolds_holds() {
        expect("{ x: { or: [1, '> 5', a] } }")
                .holds("{'x':1}")
                .holds("{'x':7}")
                .holds("{'x':'a'}")
                .differs("{'x':3}", "x: expected 1 or > 5 or 'a', was 3")
                .differs("{}", "x: expected 1 or > 5 or 'a', was absent");
        expect("{ x: { or: [0, ''] } }").differs("{}", "x: expected 0 or '', was absent");
        expect("{ or: [{ a: 1, b: 2 }, { c: 1 }] }")
                .holds("{'c':1}")
                .differs(
                        "{'a':1}",
                        "expected {a: 1, b: 2} or {c: 1}, was {\"a\":1}, the nearest differs in b: expected 2, "
                                + "was absent");
        expect("{ x: { or: [{ size: 1 }, { any: a }] } }")
                .holds("{'x':['b']}")
                .holds("{'x':['b','a']}")
                .differs(
                        "{'x':['b','c']}",
                        "x: expected a list with size 1 or a list with any 'a', was [\"b\",\"c\"],"
                                + " the nearest differs in x.size: expected 1, was 2: [\"b\",\"c\"]");
        expect("{ each: { or: ['${i}', x] } }").holds("[0,'x',2]").differs("[1]", "[0]: expected 0 or 'x', was 1");
    }

    @Test
    void or_emptyList_isInvalid() {
        expect("{ or: [] }").isWrong("'or' has an empty list, so nothing can match it");
        expect("{ or: x }").isWrong("'or' takes a list of patterns, this is 'x'");
        expect("{ x: { or: [5, { absent: true }] } }")
                .isWrong("an element is never absent, so nothing can match {absent: true}");
    }

    @Test
    void not_patternFails_holds() {
        expect("{ x: { not: { any: a } } }")
                .holds("{'x':['b']}")
                .differs("{'x':['a']}", "x: expected not a list with any 'a', was [\"a\"]")
                .differs("{}", "x: expected not a list with any 'a', was absent");
        expect("{ x: { not: 0 } }")
                .holds("{'x':1}")
                .differs("{'x':0}", "x: expected not 0, was 0")
                .differs("{}", "x: expected not 0, was absent");
        expect("{ x: { not: { or: [1, 2] } } }").holds("{'x':3}").differs("{'x':2}", "x: expected not (1 or 2), was 2");
        expect("{ x: { not: null } }").holds("{'x':'null'}").differs("{'x':null}", "x: expected not null, was null");
        expect("{ x: { not: [] } }").holds("{'x':[1]}").differs("{'x':[]}", "x: expected not [], was []");
        expect("{ x: { not: { absent: true } } }")
                .holds("{'x':0}")
                .differs("{}", "x: expected not an absent key, was absent");
        expect("{ x: { not: '${kept}' } }", "{'a':1}")
                .holds("{'x':{'a':2}}")
                .differs("{'x':{'a':1,'b':2}}", "x: expected not {a: 1}, was {\"a\":1,\"b\":2}");
    }

    @Test
    void orAndNot_besideKeys_areInvalid() {
        expect("{ a: 1, not: { b: 2 } }")
                .isWrong("'not' is an operator, so the keys of the answer cannot stand beside it: move them into 'not'"
                        + " (for a key with the name 'not' write {equals: …})");
        expect("{ a: 1, or: [{ b: 2 }] }")
                .isWrong("'or' is an operator, so the keys of the answer cannot stand beside it: move them into 'or'"
                        + " (for a key with the name 'or' write {equals: …})");
        expect("{ x: { absent: true, size: 0 } }").isWrong("'absent' must be the only key of its map");
        expect("{ x: { equals: 0, not: 1 } }").isWrong("'equals' must be the only key of its map");
    }

    @Test
    void operators_inOneMap_mustAllHold() {
        expect("{ size: 2, not: { any: x }, or: [{ any: a }, { any: b }] }")
                .holds("['b','c']")
                .differs("['x','a']", "expected not a list with any 'x', was [\"x\",\"a\"]");
    }

    @Test
    void times_besideOr_areMatched() {
        expect("{ took: '> 1s', or: [{ a: 1 }, { b: 1 }] }").isValidAtLoad();
        expect("{ or: [{ a: 1, took: '> 1s' }] }")
                .isWrong("'took' is checked once, at the end: write it beside 'or', not in it");
        expect("{ not: { or: [{ at: '> 1s' }] } }")
                .isWrong("'at' is checked once, at the end: write it beside 'or', not in it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "text|'a'|a text",
                "number|1|a number",
                "boolean|true|a boolean",
                "null|null|null",
                "list|[]|a list",
                "map|{}|a map"
            })
    void kind_eachType_matchesOnlyItself(String kind, String value, String described) {
        for (String other : new String[] {"'a'", "1", "true", "null", "[]", "{}"}) {
            if (other.equals(value)) {
                expect("{ x: { kind: " + kind + " } }").holds("{'x':" + value + "}");
            } else {
                expect("{ x: { kind: " + kind + " } }")
                        .differs("{'x':" + other + "}", "x: expected " + described + ", was " + other);
            }
        }
        expect("{ x: { kind: " + kind + " } }").differs("{}", "x: expected " + described + ", was absent");
    }

    @Test
    void kind_keyOfTheAnswer_isAKey() {
        expect("{ json: { kind: text } }")
                .holds("{'json':'a'}")
                .holds("{'json':{'kind':'text'}}")
                .differs("{'json':{'kind':'list'}}", "json.kind: expected 'text', was 'list'");
        expect("{ json: { kind: order } }").holds("{'json':{'kind':'order'}}");
        expect("{ json: { kind: { equals: string } } }").holds("{'json':{'kind':'string'}}");
        expect("{ json: { kind: text, id: 5 } }").holds("{'json':{'kind':'text','id':5}}");
    }

    @ParameterizedTest
    @CsvSource({"string,text", "integer,number", "bool,boolean", "object,map", "array,list", "numbr,number", "txt,text"
    })
    void kind_otherWord_isInvalid(String word, String meant) {
        expect("{ kind: " + word + " }")
                .isWrong("'kind' takes text, number, boolean, null, list, map, this is '" + word + "' (did you mean '"
                        + meant + "'?); for a key with the name 'kind' write {kind: {equals: " + word + "}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "any: { absent: true }",
                "none: { absent: true }",
                "each: { absent: true }",
                "contains: [{ absent: true }]",
                "count: { of: { absent: true }, is: 0 }",
                "values: { none: { absent: true } }"
            })
    void absent_ofAnElement_isInvalid(String statement) {
        expect("{ x: { " + statement + " } }")
                .isWrong("an element is never absent, so nothing can match {absent: true}");
    }

    @Test
    void absent_ofAnElementOfAList_isInvalid() {
        expect("[{ absent: true }]").isWrong("an element is never absent, so nothing can match {absent: true}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true|true|'true'|expected exactly true (a boolean), was 'true' (a text)",
                "\"true\"|'true'|true|expected exactly 'true' (a text), was true (a boolean)",
                "5|5|'5'|expected exactly 5 (a number), was '5' (a text)",
                "\"5\"|'5'|5|expected exactly '5' (a text), was 5 (a number)",
                "5|5.0|6|expected exactly 5, was 6",
                "null|null|'null'|expected exactly null, was 'null'",
                "\"null\"|'null'|null|expected exactly 'null', was null",
                "5s|'5s'|5000000000|expected exactly '5s', was 5000000000",
                "1KB|'1KB'|1024|expected exactly '1KB', was 1024",
                "2026-01-01T00:00:00Z|'2026-01-01T00:00:00Z'|'2026-01-01T01:00:00+01:00'"
                        + "|expected exactly '2026-01-01T00:00:00Z', was '2026-01-01T01:00:00+01:00'",
                "\"\"|''|0|expected exactly '', was 0",
                "false|false|0|expected exactly false, was 0",
                "0|0|false|expected exactly 0, was false",
                "0|0|''|expected exactly 0, was ''",
            })
    void equals_scalarOfOtherType_differs(String written, String same, String other, String difference) {
        expect("{ x: { equals: " + written + " } }")
                .holds("{'x':" + same + "}")
                .differs("{'x':" + other + "}", "x: " + difference);
        expect("{ x: { equals: [" + written + "] } }").holds("{'x':[" + same + "]}");
        expect("{ equals: { x: " + written + " } }")
                .holds("{'x':" + same + "}")
                .differs("{'x':" + other + "}", "x: " + difference);
        expect("{ x: { equals: '${kept.x}' } }", "{'x':" + same + "}")
                .holds("{'x':" + same + "}")
                .differs("{'x':" + other + "}", "x: " + difference);
    }

    @Test
    void equals_emptyValue_isInvalid() {
        expect("{ x: { equals: } }").isWrong("the expected value is missing (write null, or \"\" for an empty text)");
        expect("{ x: { equals: { a: } } }")
                .isWrong("the expected value is missing (write null, or \"\" for an empty text)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|for a list that is not empty write {size: \"> 0\"}",
                "[ ]|for a list that is not empty write {size: \"> 0\"}",
                "{}|for a map that is not empty write {not: {}}",
                "null|for a value that is not null write {not: null}",
                "~|for a value that is not null write {not: null}",
            })
    void notEqual_toATree_isInvalid(String operand, String form) {
        expect("{ x: '!= " + operand + "' }")
                .isWrong("'!= " + operand + "' compares with the text '" + operand + "': " + form
                        + " (for the text itself write {not: {equals: \"" + operand + "\"}})");
    }

    @Test
    void notEqual_toAKeptTree_isInvalid() {
        expect("{ x: '!= ${kept.x}' }", "{'x':[1]}")
                .isWrong("'!= ${kept.x}' compares with a text or a number, and ${kept.x} is a list:"
                        + " write {not: \"${kept.x}\"}");
        expect("{ x: '!= ${kept.x}' }", "{'x':null}")
                .isWrong("'!= ${kept.x}' compares with a text or a number, and ${kept.x} is null:"
                        + " write {not: \"${kept.x}\"}");
        expect("{ x: '!= ${kept.x}' }", "{'x':'null'}")
                .holds("{'x':'a'}")
                .differs("{'x':'null'}", "x: expected != null, was 'null'");
        expect("{ x: '!= ${kept.x}' }", "{'x':'~ .*'}")
                .holds("{'x':'a'}")
                .differs("{'x':'~ .*'}", "x: expected != ~ .*, was '~ .*'");
    }

    @Test
    void kept_null_isNotAText() {
        expect("{ x: '${kept.x}' }", "{'x':null}")
                .holds("{'x':null}")
                .differs(
                        "{'x':'null'}",
                        "x: expected null, was 'null' (a text; to expect it, write \"null\" in quotes)");
        expect("{ x: '${kept.x}' }", "{'x':'null'}")
                .holds("{'x':'null'}")
                .differs("{'x':null}", "x: expected 'null', was null");
    }

    @Test
    void times_ofTheServer_areComparedByValue() {
        expect("{ message: { time: 2026-01-01T00:00:00.12Z } }")
                .holds("{'message':{'time':'2026-01-01T00:00:00.120Z'}}");
        expect("{ json: { time: 2026-01-01T00:00:00.12Z } }")
                .differs(
                        "{'json':{'time':'2026-01-01T00:00:00.120Z'}}",
                        "json.time: expected 2026-01-01T00:00:00.12Z, was '2026-01-01T00:00:00.120Z'");
        expect("{ headers: { time: 2026-01-01T00:00:00Z } }")
                .differs(
                        "{'headers':{'time':'2026-01-01T01:00:00+01:00'}}",
                        "headers.time: expected 2026-01-01T00:00:00Z, was '2026-01-01T01:00:00+01:00'");
    }

    @Test
    void size_absentKey_matchesOnlyZero() {
        expect("{ x: { size: '!= 5' } }").differs("{}", "x: expected a list with size != 5, was absent");
        expect("{ x: { size: false } }").differs("{}", "x: expected a list with size false, was absent");
    }

    @Test
    void regex_controlCharacter_isInvalid() {
        expect("{ x: \"~ \\bword\\b\" }")
                .isWrong(
                        "the regular expression contains the control character U+0008: in double quotes, YAML reads \\b"
                                + " as that character; write the expression in single quotes");
    }
}

package dev.binrun.scenario;

import static dev.binrun.scenario.ExpectationAssertions.expect;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table "Matching" of the language, line by line: matches, mismatches and their messages. */
final class MatchingTest {
    @Test
    void map_moreKeysInTheAnswer_holds() {
        expect("{ a: 1, b: { c: x } }").holds("{'a':1,'b':{'c':'x','d':2},'e':3}");
    }

    @Test
    void map_severalDifferences_haveTheirPaths() {
        expect("{ a: 1, b: { c: x, d: true }, messages: [ { data: m-0 }, { data: m-1 } ] }")
                .differs(
                        "{'a':2,'b':{'c':7},'messages':[{'data':'m-0'},{'data':'m-7'}]}",
                        "a: expected 1, was 2",
                        "b.c: expected 'x', was 7",
                        "b.d: expected true, was absent",
                        "messages[1].data: expected 'm-1', was 'm-7'");
    }

    @Test
    void map_otherKind_showsTheValue() {
        expect("{ a: { b: 1, c: 2 } }")
                .differs("{'a':[1]}", "a: expected {b: 1, c: 2}, was [1]")
                .differs("{'a':null}", "a: expected {b: 1, c: 2}, was null")
                .differs("{}", "a: expected {b: 1, c: 2}, was absent");
    }

    @Test
    void map_keyWithSpacesOrDots_isQuotedInThePath() {
        expect("{ headers: { a.b: x, 'c d': y } }")
                .differs(
                        "{'headers':{'a.b':'1','c d':'2'}}",
                        "headers[\"a.b\"]: expected 'x', was '1'",
                        "headers[\"c d\"]: expected 'y', was '2'");
    }

    @Test
    void list_sameLength_isMatchedByIndex() {
        expect("[1, x, { a: 1 }]")
                .holds("[1,'x',{'a':1,'b':2}]")
                .differs("[1,'x']", "expected 3 elements, was 2: missing [2] {a: 1}")
                .differs("['x',1,{'a':1},4]", "expected 3 elements, was 4: [0] 1 is at [1]; extra [3] 4")
                .differs("{'a':1}", "expected [1, 'x', {a: 1}], was {\"a\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "42|42",
                "42|42.0",
                "42.0|42",
                "042|42",
                "0x2A|42",
                "1e3|1000",
                "-1|-1",
                "1s|1000000000",
                "1h30m|5400000000000",
                "90m|5400000000000",
                "64KB|65536",
                "18446744073709551615|18446744073709551615",
                "true|true",
                "True|true",
                "false|false",
                "null|null",
                "~|null",
                "42|`42`",
                "007|`007`",
                "no|`no`",
                "yes|`yes`",
                "2.10|`2.10`",
                "+1|`+1`",
                "1s|`1s`",
                "true|`true`",
                "'42'|42",
                "'> 5'|`6`",
                "'>5'|`>5`",
                "a..b|`a..b`",
                "'null'|`null`",
                "2026-01-01T00:00:00Z|`2026-01-01T00:00:00Z`",
            })
    void scalar_equalValueOrText_holds(String expected, String answer) {
        expect("{ x: " + expected + " }").holds("{'x':" + json(answer) + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "42|43|expected 42, was 43",
                "42|`42.0`|expected 42, was '42.0'",
                "7|`007`|expected 7, was '007'",
                "007|`7`|expected 007, was '7'",
                "1s|`1000ms`|expected 1s, was '1000ms'",
                "1s|1|expected 1s, was 1ns",
                "18446744073709551615|18446744073709551614|expected 18446744073709551615, was 18446744073709551614",
                "true|1|expected true, was 1",
                "true|`yes`|expected true, was 'yes'",
                "1|true|expected 1, was true",
                "a|`A`|expected 'a', was 'A'",
                "a|`a `|expected 'a', was 'a ' (they look alike but differ at offset 1: expected nothing, was "
                        + "U+0020 SPACE)",
                "a|[`a`]|expected 'a', was [`a`]",
                "a|{`a`:1}|expected 'a', was {`a`:1}",
                "0|null|expected 0, was null",
                "null|0|expected null, was 0",
                "null|`null`|expected null, was 'null' (a text; to expect it, write `null` in quotes)",
                "~|`~`|expected null, was '~'",
                "'null'|null|expected 'null', was null",
                "'~'|null|expected '~', was null",
                "2026-01-01T00:00:00Z|`2026-01-01T01:00:00+01:00`|expected 2026-01-01T00:00:00Z, was "
                        + "'2026-01-01T01:00:00+01:00'",
                "2026-01-01T00:00:00Z|`2026-01-01T00:00:01Z`|expected 2026-01-01T00:00:00Z, was '2026-01-01T00:00:01Z'",
                "2026-01-01T00:00:00Z|0|expected 2026-01-01T00:00:00Z, was 0",
                "'line\\n'|`line`|expected 'line\\\\n', was 'line'",
            })
    void scalar_otherValue_differs(String expected, String answer, String difference) {
        expect("{ x: " + expected + " }").differs("{'x':" + json(answer) + "}", "x: " + difference.replace('`', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "> 5|6",
                "> 5|5.001",
                ">= 5|5",
                "< 5|4",
                "<= 5|5",
                "> 5|`6`",
                ">= 1s|1000000000",
                ">= 500ms|`0.5s`",
                "< 1KB|1023",
                "> 2026-01-01T00:00:00Z|`2026-01-01T00:00:00.001Z`",
                "< 2026-01-01T00:00:00Z|`2026-01-01T00:30:00+01:00`",
                ">   5  |6",
                "!= x|`y`",
                "!= x|5",
                "!= 5|6",
                "!= 5|`x`",
                "!= x|null",
                "!= 7|`007`",
                "!= 5|`5.0`",
                "!= 1s|`1000ms`",
                "!= a b|`a`",
                "5..9|5",
                "5..9|9",
                "5..9|`7`",
                "1s..2s|1500000000",
                "1s..2s|`1.5s`",
                "1K..1M|1024",
                "-3..-1|-2",
                "0.5..1.5|1",
                "2026-01-01T00:00:00Z..2026-01-02T00:00:00Z|`2026-01-02T00:00:00Z`",
                "~ ^a.c$|`abc`",
                "~ b|`abc`",
                "~ ^4\\d$|42",
                "~ true|true",
                "~ (?s)a.b|`a\\nb`",
            })
    void operator_trueComparison_holds(String expected, String answer) {
        expect("{ x: '" + expected + "' }").holds("{'x':" + json(answer) + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "> 5|5|was 5",
                "> 5|`five`|was 'five'",
                "> 5|true|was true",
                "> 5|[6]|was [6]",
                "> 5|null|was null",
                ">= 5|4.999|was 4.999",
                "< 5|5|was 5",
                "<= 5|6|was 6",
                ">= 1s|999999999|was 999.999999ms",
                "> 1s|`2KB`|was '2KB'",
                "> 1s|`2026-01-01T00:00:00Z`|was '2026-01-01T00:00:00Z'",
                "> 5|`2026-01-01T00:00:00Z`|was '2026-01-01T00:00:00Z'",
                "!= x|`x`|was 'x'",
                "!= 5|5.0|was 5.0",
                "!= 5|`5`|was '5'",
                "!= 1s|1000000000|was 1s",
                "!= x|[`y`]|was [`y`]",
                "!= x|{`a`:1}|was {`a`:1}",
                "!= 7|`7`|was '7'",
                "!= 7|7.0|was 7.0",
                "5..9|4|was 4",
                "5..9|10|was 10",
                "5..9|`x`|was 'x'",
                "1s..2s|2000000001|was 2.000000001s",
                "~ ^b|`abc`|was 'abc'",
                "~ a|[`a`]|was [`a`]",
                "~ a|null|was null",
            })
    void operator_falseComparison_differs(String expected, String answer, String was) {
        expect("{ x: '" + expected + "' }")
                .differs("{'x':" + json(answer) + "}", "x: expected " + expected + ", " + was.replace('`', '"'));
    }

    @Test
    void operator_unusableOperand_isInvalid() {
        expect("{ x: '> high' }")
                .isWrong(
                        "'high' after '>' is not a number, a duration, a size or a time (for the text itself write {equals: \"> high\"})");
        expect("{ x: '~ [a' }").isWrong("'[a' is not a regular expression: Unclosed character class at index 1");
        expect("{ x: 9..5 }").isWrong("the range '9..5' is empty: it starts above its end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "false",
                "0",
                "0.0",
                "0s",
                "0B",
                "''",
                "[]",
                "{}",
                "'!= x'",
                "'!= 5'",
                "{ none: { a: 1 } }",
                "{ size: 0 }",
                "{ absent: true }",
                "{ a: { absent: true } }",
                "{ a: { b: { absent: true } } }",
                "{ size: 0, none: x }"
            })
    void absentKey_emptyValueExpected_holds(String expected) {
        expect("{ x: " + expected + " }").holds("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0007',
            value = {
                "true|true",
                "'true'|'true'",
                "1|1",
                "x|'x'",
                "null|null",
                "'null'|'null'",
                "'~ .*'|~ .*",
                "'< 5'|< 5",
                "'>= 0'|>= 0",
                "0..5|0..5",
                "'!= 0'|!= 0",
                "'!= false'|!= false",
                "[0]|[0]",
                "{ a: 0 }|{a: 0}",
                "{ a: { absent: true }, b: 1 }|{a: an absent key, b: 1}",
                "{ size: 1 }|a list with size 1",
                "{ size: '< 1' }|a list with size < 1",
                "{ any: x }|a list with any 'x'",
                "{ each: 0 }|a list with each 0",
                "{ contains: [x] }|a list with contains ['x']",
                "{ ordered: seq }|a list with ordered seq",
                "{ unique: seq }|a list with unique seq",
                "{ equals: 0 }|exactly 0",
                "{ equals: [] }|exactly []",
            })
    void absentKey_otherValueExpected_differs(String expected, String described) {
        expect("{ x: " + expected + " }").differs("{}", "x: expected " + described + ", was absent");
    }

    @Test
    void absentKeys_emptyAndOther_onlyTheOtherDiffers() {
        expect("{ x: { size: 0, any: y } }").differs("{}", "x: expected a list with any 'y', was absent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "0", "''", "[]", "{}", "'!= x'", "{ none: x }", "{ size: 0 }"})
    void absentHeader_emptyValueExpected_differs(String expected) {
        var differences = expect("{ headers: { X: " + expected + " } }");

        differences.differs("{'headers':{}}", "headers.X: expected " + described(expected) + ", was absent");
    }

    @Test
    void absentHeader_absentExpected_holds() {
        expect("{ headers: { X: { absent: true } } }")
                .holds("{'headers':{'Y':'1'}}")
                .differs("{'headers':{'X':''}}", "headers.X: expected an absent key, was ''");
        expect("{ messages: [ { headers: { X: '' } } ] }")
                .differs("{'messages':[{'headers':{'Y':'1'}}]}", "messages[0].headers.X: expected '', was absent");
    }

    @Test
    void absentHeaders_emptyMapExpected_holds() {
        expect("{ headers: {} }")
                .holds("{}")
                .holds("{'headers':{}}")
                .differs("{'headers':{'X':'1'}}", "headers: expected an empty map, was {\"X\":\"1\"}");
    }

    @Test
    void emptyMap_matchesOnlyAnEmptyMap() {
        expect("{ x: {} }")
                .holds("{'x':{}}")
                .differs("{'x':{'a':1}}", "x: expected an empty map, was {\"a\":1}")
                .differs("{'x':[]}", "x: expected an empty map, was []")
                .differs("{'x':''}", "x: expected an empty map, was ''");
    }

    @Test
    void absent_presentKey_differs() {
        expect("{ x: { absent: true } }")
                .differs("{'x':null}", "x: expected an absent key, was null")
                .differs("{'x':false}", "x: expected an absent key, was false");
        expect("{ x: { absent: false } }")
                .isWrong("'absent' takes only true (remove it if the key may be present), this is 'false'");
    }

    @Test
    void expectation_emptyValue_isInvalid() {
        expect("{ x: }")
                .isWrong(
                        "the expected value is missing (write \"\" for an empty text, {absent: true} for an absent key)");
    }

    @Test
    void size_ofListAndText_isCounted() {
        expect("{ x: { size: 2 } }")
                .holds("{'x':[1,2]}")
                .holds("{'x':'ab'}")
                .holds("{'x':'😀é'}")
                .differs("{'x':[1]}", "x.size: expected 2, was 1: [1]")
                .differs("{'x':'abc'}", "x.size: expected 2, was 3: 'abc'")
                .differs("{'x':2}", "x: expected a list with size 2, was 2");
        expect("{ x: { size: '>= 2' } }")
                .holds("{'x':[1,2,3]}")
                .differs("{'x':[]}", "x.size: expected >= 2, was 0: []");
    }

    @Test
    void listOperators_answerHasAMap_areKeys() {
        expect("{ object: { size: 5, chunks: 1 } }").holds("{'object':{'size':5,'chunks':1}}");
        expect("{ object: { size: 5 } }")
                .holds("{'object':{'size':5,'any':1}}")
                .differs("{'object':{'size':6}}", "object.size: expected 5, was 6")
                .differs("{'object':{}}", "object.size: expected 5, was absent");
        expect("{ x: { any: 1, each: 2, none: 3, contains: [4], ordered: 5, unique: 6 } }")
                .holds("{'x':{'any':1,'each':2,'none':3,'contains':[4],'ordered':'5','unique':'6'}}");
        expect("{ x: { none: 0 } }").holds("{'x':{}}");
        expect("{ x: { none: 3 } }").differs("{'x':{'none':4}}", "x.none: expected 3, was 4");
    }

    @Test
    void any_oneElementMatches_holds() {
        expect("{ any: { data: b, seq: '> 1' } }")
                .holds("[{'data':'a','seq':1},{'data':'b','seq':2}]")
                .differs(
                        "[{'data':'a','seq':0},{'data':'b','seq':1}]",
                        "expected any element like {data: 'b', seq: > 1}, was 2 elements,"
                                + " the nearest differs in [1].seq: expected > 1, was 1")
                .differs("[]", "expected any element like {data: 'b', seq: > 1}, was []")
                .differs("'b'", "expected a list with any {data: 'b', seq: > 1}, was 'b'");
    }

    @Test
    void each_index_isI() {
        expect("{ each: { data: 'order-${i}', seq: '${i+1}', n: '>= ${i}' } }")
                .differs("[]", "expected a list with each {data: 'order-0', seq: 1, n: >= 0}, was []")
                .holds("[{'data':'order-0','seq':1,'n':0},{'data':'order-1','seq':2,'n':9}]")
                .differs(
                        "[{'data':'order-0','seq':1,'n':0},{'data':'order-0','seq':3,'n':0}]",
                        "[1].data: expected 'order-1', was 'order-0'",
                        "[1].seq: expected 2, was 3",
                        "[1].n: expected >= 1, was 0");
        expect("{ x: '${i}' }")
                .isWrong("'i' is known only inside 'each', where it counts the elements, and inside 'repeat', "
                        + "where it counts the turns");
    }

    @Test
    void none_someMatch_namesEach() {
        expect("{ none: { a: 1 } }")
                .holds("[]")
                .holds("[{'a':2},{}]")
                .differs(
                        "[{'a':1},{'a':2},{'a':1,'b':0}]",
                        "[0]: expected none like {a: 1}, was {\"a\":1}",
                        "[2]: expected none like {a: 1}, was {\"a\":1,\"b\":0}");
    }

    @Test
    void contains_duplicatePatterns_needDistinctElements() {
        expect("{ contains: [x, x] }")
                .holds("['x','y','x']")
                .differs(
                        "['x','y']",
                        "expected an element for each of ['x', 'x'], none for 'x', was 2 elements,"
                                + " the nearest differs in [1]: expected 'x', was 'y'")
                .differs("['x']", "expected an element for each of ['x', 'x'], none for 'x', was [\"x\"]");
        expect("{ contains: [{ s: orders.new, d: a }] }")
                .differs(
                        "[{'s':'x','d':'b'},{'s':'orders.now','d':'a'},{'s':'y','d':'a'}]",
                        "expected an element for each of [{s: 'orders.new', d: 'a'}], none for {s: "
                                + "'orders.new', d: 'a'},"
                                + " was 3 elements, the nearest differs in [1].s: expected 'orders.new', was 'orders.now'");
    }

    @Test
    void contains_anyOrder_findsAnAssignment() {
        expect("{ contains: ['~ a', '~ ab', '~ abc'] }")
                .holds("['abc','ab','a']")
                .holds("['a','abc','ab']");
        expect("{ contains: ['!= x', y] }")
                .holds("['y','z']")
                .differs(
                        "['x','y']",
                        "expected an element for each of [!= x, 'y'], none for 'y', was 2 elements,"
                                + " the nearest differs in [0]: expected 'y', was 'x'");
        expect("{ contains: [1] }").differs("{'a':1}", "contains: expected [1], was absent");
    }

    @Test
    void contains_thousandsOfEqualElements_isFast() {
        String wanted = IntStream.range(0, 3_000).mapToObj(i -> "m").collect(Collectors.joining(", "));
        String there = IntStream.range(0, 3_000).mapToObj(i -> "'m'").collect(Collectors.joining(","));

        expect("{ contains: [" + wanted + "] }").holds("[" + there + "]");
    }

    @Test
    void ordered_notRising_namesTheFirstElement() {
        expect("{ ordered: seq }")
                .differs("[]", "expected a list with ordered seq, was []")
                .holds("[{'seq':2},{'seq':10}]")
                .holds("[{'seq':'a'},{'seq':'b'}]")
                .differs("[{'seq':2},{'seq':2}]", "[1].seq: expected more than 2, was 2")
                .differs(
                        "[{'seq':3},{'seq':1},{'seq':2},{}]",
                        "[1].seq: expected more than 3, was 1",
                        "[3].seq: expected more than 2, was absent")
                .differs("[{}]", "[0].seq: expected a value to order by, was absent")
                .differs(
                        "[1,2]",
                        "[0].seq: expected a value to order by, was absent",
                        "[1].seq: expected a value to order by, was absent");
        expect("{ ordered: m.time }")
                .holds("[{'m':{'time':'2026-01-01T00:30:00+01:00'}},{'m':{'time':'2026-01-01T00:00:00Z'}}]")
                .differs("[{'m':1}]", "[0].m.time: expected a value to order by, was absent");
    }

    @Test
    void unique_duplicate_namesBoth() {
        expect("{ unique: id }")
                .holds("[{'id':1},{'id':'1'},{'id':2}]")
                .differs("[{'id':1},{'id':2},{'id':1}]", "[2].id: expected another value than at [0].id, was 1")
                .differs("[{}]", "[0].id: expected a value that is unique, was absent");
    }

    @Test
    void listOperators_inOneMap_mustAllHold() {
        expect("{ size: 2, any: a, none: c }")
                .holds("['a','b']")
                .differs(
                        "['c']",
                        "size: expected 2, was 1: [\"c\"]",
                        "expected any element like 'a', was 1 element, the nearest differs in [0]: expected "
                                + "'a', was 'c'",
                        "[0]: expected none like 'c', was 'c'");
    }

    @Test
    void listOperators_unusableValues_areInvalid() {
        expect("{ contains: x }").isWrong("'contains' takes a list of elements, this is 'x'");
        expect("{ contains: [] }").isWrong("'contains' is an empty list; list at least one element");
        expect("{ ordered: [seq] }")
                .isWrong("'ordered' takes the name of a field of the list's elements, this is a list");
        expect("{ unique: '' }").isWrong("'unique' takes the name of a field of the list's elements, this is ''");
    }

    @Test
    void equals_subsetOrOperator_differs() {
        expect("{ x: { equals: { a: 1 } } }")
                .holds("{'x':{'a':1}}")
                .holds("{'x':{'a':1.0}}")
                .differs("{'x':{'a':1,'b':2}}", "x.b: expected an absent key, was 2")
                .differs("{'x':{'a':2}}", "x.a: expected exactly 1, was 2")
                .differs("{'x':{}}", "x.a: expected exactly 1, was absent")
                .differs("{'x':[1]}", "x: expected exactly {\"a\":1}, was [1]")
                .differs("{}", "x: expected exactly {\"a\":1}, was absent");
        expect("{ equals: '> 5' }").holds("'> 5'").differs("6", "expected exactly '> 5', was 6");
        expect("{ equals: [1, { a: null }] }")
                .holds("[1,{'a':null}]")
                .differs("[1,{}]", "[1].a: expected exactly null, was absent")
                .differs("[1]", "expected 2 elements, was 1: missing [1] exactly {\"a\":null}");
        expect("{ equals: 007 }").holds("7").differs("'007'", "expected exactly 7, was '007'");
        expect("{ equals: False }").holds("false").differs("true", "expected exactly false, was true");
        expect("{ equals: '${kept.x}' }", "{'x':{'a':1}}")
                .holds("{'a':1}")
                .differs("{'a':1,'b':2}", "b: expected an absent key, was 2");
    }

    @Test
    void kept_looksLikeAnOperator_isAText() {
        for (String looks : new String[] {"> 5", "!= x", "~ .*", "1..9", "<= 9", ">= 0"}) {
            expect("{ x: '${kept.x}' }", "{'x':'" + looks + "'}")
                    .holds("{'x':'" + looks + "'}")
                    .differs("{'x':7}", "x: expected '" + looks + "', was 7")
                    .differs("{}", "x: expected '" + looks + "', was absent");
        }
        expect("{ x: '${kept.x}.' }", "{'x':'~ '}").differs("{'x':'~ z'}", "x: expected '~ .', was '~ z'");
        expect("{ x: '${kept.x}..z' }", "{'x':'~ .*'}").differs("{'x':'a..z'}", "x: expected '~ .*..z', was 'a..z'");
        expect("{ x: '${kept}' }", "{'x':{'absent':true}}")
                .differs("{}", "x: expected {x: {absent: true}}, was absent");
        expect("{ x: '${kept.x}' }", "{'x':{'none':1}}").differs("{'x':[2]}", "x: expected {none: 1}, was [2]");
    }

    @Test
    void kept_inARegularExpression_isEscaped() {
        expect("{ x: '~ ^${kept.x}$' }", "{'x':'a.b'}")
                .holds("{'x':'a.b'}")
                .differs("{'x':'axb'}", "x: expected ~ ^a\\.b$, was 'axb'");
        expect("{ x: '~ ${kept.x}' }", "{'x':'.*(['}")
                .holds("{'x':'a .*([ b'}")
                .differs("{'x':'a'}", "x: expected ~ \\.\\*\\(\\[, was 'a'");
        expect("{ x: '~ ^[${kept.x}]$' }", "{'x':'a-c'}")
                .holds("{'x':'-'}")
                .differs("{'x':'b'}", "x: expected ~ ^[a\\-c]$, was 'b'");
        expect("{ x: '~ ^\\Q${kept.x}\\E$' }", "{'x':'a.b'}")
                .holds("{'x':'a.b'}")
                .differs("{'x':'axb'}", "x: expected ~ ^\\Qa.b\\E$, was 'axb'");
    }

    @Test
    void kept_tree_isASubset() {
        expect("'${kept.messages.0}'", "{'messages':[{'data':'> 1','n':[1,{'a':null}]}]}")
                .holds("{'data':'> 1','n':[1,{'a':null,'b':1}],'more':1}")
                .differs(
                        "{'data':'2','n':[1]}",
                        "data: expected '> 1', was '2'",
                        "n: expected 2 elements, was 1: missing [1] {a: null}");
    }

    @Test
    void kept_asOperand_isCompared() {
        expect("{ x: '> ${kept.x}' }", "{'x':5}").holds("{'x':6}").differs("{'x':5}", "x: expected > 5, was 5");
        expect("{ x: '!= ${kept.x}' }", "{'x':'a'}")
                .holds("{'x':'b'}")
                .differs("{'x':'a'}", "x: expected != a, was 'a'");
        expect("{ x: '3..${kept.x}' }", "{'x':5}").holds("{'x':5}").differs("{'x':6}", "x: expected 3..5, was 6");
        expect("{ x: '${kept.x}..9' }", "{'x':5}").holds("{'x':7}").differs("{'x':4}", "x: expected 5..9, was 4");
        expect("{ x: '>= ${kept.t+1s}' }", "{'t':'2026-01-01T00:00:00Z'}")
                .holds("{'x':'2026-01-01T00:00:01Z'}")
                .differs(
                        "{'x':'2026-01-01T00:00:00.9Z'}",
                        "x: expected >= 2026-01-01T00:00:01Z, was '2026-01-01T00:00:00.9Z'");
        expect("{ x: '> ${kept.x}' }", "{'x':'high'}")
                .isWrong(
                        "'high' after '>' is not a number, a duration, a size or a time (for the text itself write {equals: \"> high\"})");
        expect("{ x: '> ${kept.y}' }", "{'x':1}").isWrong("'${kept.y}': kept has no 'y' (did you mean 'x'?)");
    }

    @Test
    void ordered_answerHasAMap_isAKey() {
        expect("{ x: { ordered: '> 5', unique: { a: 1 } } }")
                .isWrong("'unique' takes the name of a field of the list's elements, this is a map");
        expect("{ x: { ordered: '> 5' } }")
                .holds("{'x':{'ordered':6}}")
                .differs("{'x':{'ordered':5}}", "x.ordered: expected > 5, was 5");
    }

    @Test
    void each_besideOtherOperators_isMatched() {
        expect("{ each: '${i}' }").holds("[0,1,2]").differs("[0,2]", "[1]: expected 1, was 2");
        expect("{ each: { equals: { n: '${i}' } } }")
                .holds("[{'n':0},{'n':1}]")
                .differs("[{'n':0,'m':1}]", "[0].m: expected an absent key, was 1");
        expect("{ each: { tags: { contains: ['t-${i}'] } } }")
                .holds("[{'tags':['t-0','x']},{'tags':['t-1']}]")
                .differs(
                        "[{'tags':['x']}]",
                        "[0].tags: expected an element for each of ['t-0'], none for 't-0', was 1 element,"
                                + " the nearest differs in [0].tags[0]: expected 't-0', was 'x'");
        expect("{ each: '~ ^m-${i}' }").holds("['m-0','m-1']").differs("['m-1']", "[0]: expected ~ ^m-0, was 'm-1'");
    }

    @Test
    void size_rangeAndNested_isMatched() {
        expect("{ x: { size: 1..3 } }").holds("{'x':[1]}").differs("{'x':[]}", "x.size: expected 1..3, was 0: []");
        expect("{ any: { size: 2 } }")
                .holds("['a','ab']")
                .holds("[[1,2]]")
                .differs(
                        "['a']",
                        "expected any element like a list with size 2, was 1 element,"
                                + " the nearest differs in [0].size: expected 2, was 1: 'a'");
        expect("{ none: { size: '> 1' } }")
                .holds("['a']")
                .differs("['ab']", "[0]: expected none like a list with size > 1, was 'ab'");
    }

    @Test
    void any_noneMatches_namesTheNearest() {
        expect("{ any: { a: 1, b: 2, c: 3 } }")
                .differs(
                        "[{'a':9,'b':9,'c':3},{'a':1,'b':2,'c':9},{'x':1}]",
                        "expected any element like {a: 1, b: 2, c: 3}, was 3 elements,"
                                + " the nearest differs in [1].c: expected 3, was 9");
    }

    @Test
    void notEqual_byValueForTimesAndNumbers() {
        expect("{ time: '!= 2026-01-01T00:00:00Z' }")
                .holds("{'time':'2026-01-01T00:00:01Z'}")
                .differs(
                        "{'time':'2026-01-01T01:00:00+01:00'}",
                        "time: expected != 2026-01-01T00:00:00Z, was '2026-01-01T01:00:00+01:00'");
        expect("{ data: '!= 2026-01-01T00:00:00Z' }").holds("{'data':'2026-01-01T01:00:00+01:00'}");
        expect("{ x: '!= true' }")
                .holds("{'x':false}")
                .holds("{}")
                .differs("{'x':true}", "x: expected != true, was true");
        expect("{ x: '!= 1KB' }").differs("{'x':1024}", "x: expected != 1KB, was 1KB");
        expect("{ x: '!= ' }")
                .holds("{'x':'a'}")
                .differs("{'x':''}", "x: expected != , was ''")
                .differs("{}", "x: expected != , was absent");
    }

    @Test
    void unique_largeNumbers_areDistinguished() {
        expect("{ unique: seq }")
                .holds("[{'seq':18446744073709551614},{'seq':18446744073709551615}]")
                .differs("[{'seq':1},{'seq':1.0}]", "[1].seq: expected another value than at [0].seq, was 1.0");
    }

    @Test
    void regex_leadingSpaces_areMatched() {
        expect("{ x: '~ order ' }")
                .holds("{'x':'order 7'}")
                .differs("{'x':'orders'}", "x: expected ~ order , was 'orders'");
        expect("{ x: '!=  a' }").differs("{'x':'a'}", "x: expected !=  a, was 'a'");
    }

    @Test
    void absentHeader_listOperators_differ() {
        expect("{ messages: { none: { headers: { X: '1' } } } }")
                .holds("{}")
                .holds("{'messages':[{'headers':{'Y':'1'}}]}");
        expect("{ headers: { X: { size: 0 } } }")
                .differs("{'headers':{'Y':'1'}}", "headers.X: expected a list with size 0, was absent");
        expect("{ headers: { X: [a, b] } }")
                .holds("{'headers':{'X':['a','b']}}")
                .differs("{'headers':{'X':'a'}}", "headers.X: expected ['a', 'b'], was 'a'");
    }

    private static String described(String expected) {
        return switch (expected) {
            case "{}" -> "an empty map";
            case "'!= x'" -> "!= x";
            case "{ none: x }" -> "a list with none 'x'";
            case "{ size: 0 }" -> "a list with size 0";
            default -> expected;
        };
    }

    private static String json(String answer) {
        return answer.replace('`', '"');
    }
}

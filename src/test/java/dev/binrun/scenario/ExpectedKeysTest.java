package dev.binrun.scenario;

import static dev.binrun.scenario.ScenarioAssertions.valid;
import static dev.binrun.scenario.ScenarioAssertions.wrong;
import static dev.binrun.verb.Judging.breaks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An unknown key is an error if its expectation would hold without the key; otherwise it is a mismatch. */
final class ExpectedKeysTest {
    private static final String COMPARED = "', so nothing would be compared";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0s",
                "false",
                "''",
                "[]",
                "{}",
                "'!= x'",
                "'!= ${z.at}'",
                "{ none: { a: b } }",
                "{ size: 0 }",
                "{ absent: true }",
                "{ a: { absent: true } }",
                "{ none: '${z.at}' }",
            })
    void unknownKey_emptyValueExpected_isInvalid(String value) {
        wrong(
                step("stream info: A", "{ state: { mesages: " + value + " } }"),
                "4:24: the answer of 'stream info' has no 'state.mesages" + COMPARED + " (did you mean 'messages'?)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "'> 0'",
                "'!= 0'",
                "0..5",
                "x",
                "'~ .'",
                "[1]",
                "{ a: 1 }",
                "{ any: 0 }",
                "{ each: 0 }",
                "{ size: 1 }",
                "{ equals: 0 }",
                "{ contains: [0] }",
                "'${z.at}'",
                "null",
            })
    void unknownKey_otherValueExpected_isValid(String value) {
        valid(step("stream info: A", "{ state: { brand_new: " + value + " } }"));
    }

    @ParameterizedTest
    @MethodSource("right")
    void knownKeys_ofTheAnswer_areValid(String verb, String expect) {
        valid(step(verb, expect));
    }

    static Stream<String[]> right() {
        return Stream.of(
                new String[] {
                    "stream info: A", "{ state: { messages: 0, num_deleted: 0, lost: { absent: true } }, mirror: {} }"
                },
                new String[] {"stream info: { stream: A, subjects_filter: '>' }", "{ state: { subjects: {} } }"},
                new String[] {"stream info: { name: A, deleted_details: true }", "{ state: { deleted: [] } }"},
                new String[] {
                    "stream info: A", "{ config: { metadata: { 'x.y': '', size: '3' }, sources: [] }, took: '!= 1s' }"
                },
                new String[] {"stream info: A", "{ config: { sources: { none: { external: { absent: true } } } } }"},
                new String[] {"stream edit: { stream: A, allow_unknown: true, new: 1 }", "{ config: { newer: false } }"
                },
                new String[] {"pub: a", "{ duplicate: false, domain: '' }"},
                new String[] {"pub: { subject: a, count: 3 }", "{ duplicates: 0, failed: 0 }"},
                new String[] {"pub: { subject: a, count: 3, core: false }", "{ duplicates: 0, failed: 0 }"},
                new String[] {
                    "pub: { subject: a, core: '${z.on}' }", "{ duplicates: 0, duplicate: false, published: 0 }"
                },
                new String[] {"pub: [ a, { subject: b, count: 2 } ]", "[ { duplicate: false }, { duplicates: 0 } ]"},
                new String[] {"pub: [ a, b ]", "{ size: 2, each: { duplicate: false }, none: { seq: 0 } }"},
                new String[] {"stream view: A", "{ messages: { none: { headers: { X: 1 } } }, cut: { absent: true } }"},
                new String[] {"stream view: A", "{ messages: { none: { data: { hex: ff } } } }"},
                new String[] {
                    "stream view: A", "{ messages: [ { data: { size: 0 }, json: { a: 0, b: { none: 1 } } } ] }"
                },
                new String[] {
                    "request: a", "{ message: { json: { config: { mesages: 0 } }, headers: { X: { absent: true } } } }"
                },
                new String[] {"request: { subject: a, replies: 2 }", "{ messages: { none: { reply: x } }, status: {} }"
                },
                new String[] {"pub: { subject: a, core: true }", "{ seq: { absent: true } }"},
                new String[] {"kv del: b k", "{ value: { absent: true } }"},
                new String[] {"object info: b o", "{ data: { absent: true } }"},
                new String[] {"stream info: A", "{ state: { subjects: { absent: true } } }"},
                new String[] {"stream view: A", "{ messages: { each: { pending: { absent: true } } } }"},
                new String[] {"kv ls: b", "{ keys: [] }"},
                new String[] {"kv ls:", "{ buckets: [] }"},
                new String[] {"object info: b o", "{ deleted: false, size: 0, options: { link: { absent: true } } }"},
                new String[] {"object info: b", "{ state: { messages: 0 } }"},
                new String[] {"stream info: A", "{ or: [ { state: { messages: 0 } }, { mirror: {} } ] }"},
                new String[] {
                    "stream info: A", "{ state: { messages: { not: 3 } }, config: { not: { storage: file } } }"
                },
                new String[] {"stream info: A", "{ state: { messages: { kind: number } } }"},
                new String[] {"stream view: A", "{ messages: { count: { of: { data: a }, is: '<= 1' } } }"},
                new String[] {
                    "stream info: { stream: A, subjects_filter: '>' }",
                    "{ state: { subjects: { values: { none: 0 } } } }"
                });
    }

    @ParameterizedTest
    @MethodSource("wrongKeys")
    void unknownKey_insideNot_isInvalid(String verb, String expect, String where, String message) {
        wrong(step(verb, expect), (where + ": " + message).split("\n"));
    }

    static Stream<String[]> wrongKeys() {
        String view = "the answer of 'stream view' has no '";
        String info = "the answer of 'stream info' has no '";
        return Stream.of(
                new String[] {
                    "stream view: A",
                    "{ messages: { none: { dta: x } } }",
                    "4:35",
                    view + "messages[].dta" + COMPARED + " (did you mean 'data'?)"
                },
                new String[] {
                    "stream view: A",
                    "{ messages: { any: { dta: '' } } }",
                    "4:34",
                    view + "messages[].dta" + COMPARED + " (did you mean 'data'?)"
                },
                new String[] {
                    "stream view: A",
                    "{ messages: { each: { data: x, sq: '!= 1' } } }",
                    "4:44",
                    view + "messages[].sq" + COMPARED + " (did you mean 'seq'?)"
                },
                new String[] {
                    "stream view: A",
                    "{ messages: { contains: [ { dta: 0 } ] } }",
                    "4:41",
                    view + "messages[].dta" + COMPARED + " (did you mean 'data'?)"
                },
                new String[] {
                    "stream view: A",
                    "{ messages: { count: { of: { dta: x }, is: 0 } } }",
                    "4:42",
                    view + "messages[].dta" + COMPARED + " (did you mean 'data'?)"
                },
                new String[] {
                    "stream info: A",
                    "{ state: { not: { mesages: 5 } } }",
                    "4:31",
                    info + "state.mesages" + COMPARED + " (did you mean 'messages'?)"
                },
                new String[] {
                    "stream info: A",
                    "{ not: { state: { equals: { mesages: 5 } } } }",
                    "4:41",
                    info + "state.mesages" + COMPARED + " (did you mean 'messages'?)"
                },
                new String[] {
                    "stream info: A",
                    "{ state: { or: [ { messages: 5 }, { mesages: 0 } ] } }",
                    "4:49",
                    info + "state.mesages" + COMPARED + " (did you mean 'messages'?)"
                },
                new String[] {
                    "account info:",
                    "{ tiers: { values: { each: { memry: 0 } } } }",
                    "4:42",
                    "the answer of 'account info' has no 'tiers.*.memry" + COMPARED + " (did you mean 'memory'?)"
                },
                new String[] {
                    "stream info: A",
                    "{ state: { messages: { x: { absent: true } } } }",
                    "4:36",
                    info + "state.messages.x" + COMPARED
                },
                new String[] {
                    "pub: [ a, { subject: b, count: 2 } ]",
                    "[ { duplicates: 0 }, { duplicate: false } ]",
                    "4:17",
                    "the answer of 'pub' has no 'duplicates" + COMPARED + " (did you mean 'duplicate'?)\n"
                            + "4:36: the answer of 'pub' has no 'duplicate" + COMPARED + " (did you mean 'duplicates'?)"
                },
                new String[] {
                    "pub: [ a, b ]",
                    "{ none: { sq: 1 } }",
                    "4:23",
                    "the answer of 'pub' has no 'sq" + COMPARED + " (did you mean 'seq'?)"
                },
                new String[] {
                    "place order: { id: a, how_many: 1 }",
                    "{ sq: 0 }",
                    "4:15",
                    "the answer of 'place order' has no 'sq" + COMPARED + " (did you mean 'seq'?)"
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"size: 3", "any: { messages: 0 }", "none: { data: x }", "each: x", "count: { of: x, is: 0 }"})
    void listOperator_onAMap_isInvalid(String operator) {
        String word = operator.substring(0, operator.indexOf(':'));
        wrong(
                step("stream view: A", "{ " + operator + " }"),
                "4:15: '" + word
                        + "' works on lists, and the answer of 'stream view' is a map: name one of its keys (known:"
                        + " received, cut, messages, at, took)");
    }

    @Test
    void listOperator_onAScalar_isInvalid() {
        wrong(
                step("stream info: A", "{ state: { messages: { size: 0 }, first_ts: { any: 1 } } }"),
                "4:36: 'size' works on lists, and 'state.messages' in the answer of 'stream info' is a number",
                "4:59: 'any' works on lists, and 'state.first_ts' in the answer of 'stream info' is a text");
    }

    /** Metadata can have such a key, but its value is a text. */
    @Test
    void listOperator_onAMapWithUserKeys_isInvalidIfItHoldsWithoutTheKey() {
        wrong(
                step("stream info: { stream: A, subjects_filter: a }", "{ state: { subjects: { size: 0 } } }"),
                "4:36: 'size' works on lists, and 'state.subjects' in the answer of 'stream info' is a map: "
                        + "name one of its keys");
    }

    @Test
    void collect_knowsTheKeysOfTheBackgroundVerb() {
        String steps = """
                streams: [ { name: A } ]
                steps:
                  - { kv watch: b, as: watched }
                  - { sub: a, as: heard }
                  - { consumer sub: A c, as: read }
                """;
        valid(steps
                + "  - { collect: heard, expect: { dropped: 0, failures: [], messages: { none: { status: {} } } } }");
        valid(steps + "  - { collect: [heard, watched], expect: { entries: [], messages: [] } }");
        valid(steps + "  - { stop: read, expect: { unsettled: {}, messages: [] } }");
        wrong(
                steps + "  - { collect: watched, expect: { messages: [] } }",
                "6:35: the answer of 'collect' has no 'messages" + COMPARED
                        + " (known: received, cut, ended, initial, failed, entries, at, took)");
        wrong(
                steps + "  - { stop: heard, expect: { unsettled: {} } }",
                "6:30: the answer of 'stop' has no 'unsettled" + COMPARED
                        + " (known: received, cut, ended, messages, dropped, failures, at, took)");
    }

    @Test
    void unknownKey_valueKnownOnlyAtTheStep_isBrokenAtTheStep() {
        breaks(
                """
                streams: [ { name: A, subjects: [ a.* ] } ]
                steps:
                  - stream info: A
                    as: first
                  - pub: { subject: "a.${i}", count: 2 }
                  - stream info: A
                    expect: { state: { num_subject: "${first.state.messages}" } }
                """,
                "t.yaml:7:24: the answer of 'stream info' has no 'state.num_subject" + COMPARED
                        + " (did you mean 'num_subjects'?)");
    }

    @Test
    void unknownKey_valueWithTheIndex_isCheckedForZero() {
        breaks(
                """
                streams: [ { name: A, subjects: [ a.* ] } ]
                steps:
                  - pub: a.b
                  - stream view: A
                    expect: { messages: { each: { sequence: "${i}" } } }
                """,
                "t.yaml:5:35: the answer of 'stream view' has no 'messages[].sequence" + COMPARED
                        + " (known: subject, data, json, headers, size, seq, time)");
    }

    private static String step(String verb, String expect) {
        return "steps:\n  - { stream info: A, as: z }\n  - " + verb + "\n    expect: " + expect + "\n";
    }

    @Test
    void element_wrong_isReportedWithTheOtherProblems() {
        List<String> problems = ScenarioAssertions.problems(ScenarioAssertions.read("""
                streams: [ { name: A, subject: a } ]
                steps:
                  - stream info: A
                    expect: { config: { subjects: { size: 1, each: "~ a)" } } }
                """));
        assertEquals(2, problems.size(), problems::toString);
        assertTrue(problems.get(1).startsWith("4:52: 'a)' is not a regular expression"), problems::toString);
    }
}

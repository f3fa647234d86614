package dev.binrun.verb.stream;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a cut answer proves nothing about all elements, with any operator. */
final class CutAnswersTest {
    private static final String PUBLISHED = """
            streams: [ { name: A, subjects: [a.>], storage: memory } ]
            steps:
              - pub: { subject: a.x, data: "${i}", count: 20 }
              - stream view: { stream: A, keep: 10 }
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ messages: { count: { of: { data: 15 }, is: 0 } } }",
                "{ messages: { count: { of: { data: 5 }, is: '<= 1' } } }",
                "{ messages: { not: { any: { data: 15 } } } }",
                "{ messages: { not: { size: 20 } } }",
                "{ messages: { or: [{ any: { data: 99 } }, { none: { data: 15 } }] } }",
                "{ messages: { kind: list, none: { data: 15 } } }",
                "{ messages: { not: { or: [{ any: { data: 15 } }, { any: { data: 16 } }] } } }",
                "{ or: [{ messages: { none: { data: 15 } } }, { received: 99 }] }",
                "{ not: { messages: { any: { data: 15 } } } }",
                "{ not: { or: [{ messages: { any: { data: 15 } } }] } }",
            })
    void expect_allOfCutAnswer_isNotProved(String expected) {
        breaks(
                PUBLISHED + "    expect: " + expected + "\n",
                "t.yaml:4: stream view: messages: kept the first 10 of 20 (keep: 20 keeps all): a statement about all elements"
                        + " cannot be judged by some of them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ messages: { any: { data: 5 } } }",
                "{ messages: { or: [{ any: { data: 99 } }, { any: { data: 5 } }] } }",
                "{ or: [{ messages: { any: { data: 5 } } }, { received: 99 }] }",
                "{ or: [{ messages: { size: 10 }, cut: '~ of 20' }] }",
                "{ messages: { count: { of: { data: 15 }, is: 0 } }, cut: '~ of 20' }",
            })
    void expect_foundElementOrStatedCut_isProved(String expected) {
        passes(PUBLISHED + "    expect: " + expected + "\n");
    }

    @Test
    void expect_allOfWholeAnswer_isProved() {
        passes("""
                streams: [ { name: A, subjects: [a.>], storage: memory } ]
                steps:
                  - pub: { subject: a.x, data: "${i}", count: 20 }
                  - stream view: { stream: A, keep: 20 }
                    expect: { messages: { count: { of: { data: 25 }, is: 0 }, not: { any: { data: 25 } } } }
                """);
    }
}

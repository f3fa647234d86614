package dev.binrun.verb;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tests that an answer with some of the elements does not prove an expectation about all of them. */
@Execution(ExecutionMode.CONCURRENT)
final class CutAnswerTest {
    private static final String FILLED = """
            streams: [{ name: A, subjects: [a.>] }]
            consumers: [{ stream: A, durable_name: w }, { stream: A, durable_name: v }]
            steps:
              - pub: { subject: "a.${i}", data: "${i}", count: 12 }
            """;

    private static final String OF_ALL = ": a statement about all elements cannot be judged by some of them";
    private static final String KEPT_10 = "kept the first 10 of 12 (keep: 12 keeps all)" + OF_ALL;

    private static final String LARGE = """
            streams: [{ name: A, subjects: [a.>] }]
            objects: [{ bucket: files }]
            steps:
              - object put: { bucket: files, name: large, size: 1048577 }
            """;
    private static final String LEFT_OUT = "data is omitted: it is larger than 1 MiB" + OF_ALL;

    @Test
    void expect_allOfCutViews_isBroken() {
        String views = FILLED + "  - stream view: [{ stream: A }, { stream: A, keep: 10 }]\n";
        String second = "t.yaml:5: stream view: [1].messages: " + KEPT_10;
        breaks(views + "    expect: { each: { messages: { none: { data: 12 } } } }\n", second);
        breaks(views + "    expect: [{ messages: { size: 12 } }, { messages: { size: 10 } }]\n", second);
        breaks(views + "    expect: { any: { messages: { size: 10 } } }\n", second);
        passes(views + "    expect: { size: 2, each: { received: 12, messages: { any: { data: 3 } } } }\n");
        passes(views + "    expect: [{ messages: { size: 12 } }, { messages: { size: 10 }, cut: \"~ of 12\" }]\n");
    }

    @Test
    void expect_allOfCutListByOperators_isBroken() {
        String view = FILLED + "  - stream view: { stream: A, keep: 10 }\n";
        String cut = "t.yaml:5: stream view: messages: " + KEPT_10;
        breaks(view + "    expect: { messages: { not: { any: { data: 11 } } } }\n", cut);
        breaks(view + "    expect: { not: { messages: { any: { data: 11 } } } }\n", cut);
        breaks(view + "    expect: { messages: { count: { of: { data: 11 }, is: 0 } } }\n", cut);
        breaks(view + "    expect: { messages: { or: [{ none: { data: 11 } }, { size: 3 }] } }\n", cut);
        breaks(view + "    expect: { or: [{ received: 3 }, { messages: { size: 10 } }] }\n", cut);
        passes(view + "    expect: { messages: { count: { of: { data: \"< 5\" }, is: \">= 5\" } } }\n");
        passes(view + "    expect: { messages: { not: { each: { data: 3 } } } }\n");
        passes(view + "    expect: { messages: { kind: list } }\n");
    }

    @Test
    void expect_allOfCutNexts_isBroken() {
        String nexts = FILLED + "  - consumer next: [{ stream: A, consumer: w, batch: 12, keep: 10 }, "
                + "{ stream: A, consumer: v }]\n";
        String first = "t.yaml:5: consumer next: [0].messages: " + KEPT_10;
        breaks(nexts + "    expect: [{ messages: { none: { data: 11 } } }, { received: 1 }]\n", first);
        breaks(nexts + "    expect: [{ messages: { size: 10 } }, { received: 1 }]\n", first);
        breaks(nexts + "    expect: { none: { messages: { any: { data: 11 } } } }\n", first);
        breaks(nexts + "    expect: [{ messages: { each: { deliveries: 1 } } }, { received: 1 }]\n", first);
        passes(nexts + "    expect: [{ messages: { any: { data: 9 } } }, { messages: [{ data: 0 }] }]\n");
    }

    @Test
    void expect_dataOfLargeObject_isBroken() {
        String get = LARGE + "  - object get: files large\n";
        breaks(get + "    expect: { data: \"\" }\n", "t.yaml:5: object get: data: " + LEFT_OUT);
        breaks(get + "    expect: { size: 1048577, data: \"!= x\" }\n", "t.yaml:5: object get: data: " + LEFT_OUT);
        breaks(get + "    expect: { json: {} }\n", "t.yaml:5: object get: json: " + LEFT_OUT);
        passes(get + "    expect: { data: { absent: true } }\n");
        breaks(
                LARGE + "  - object get: [files large, files large]\n    expect: { each: { data: \"\" } }\n",
                "t.yaml:5: object get: [0].data: " + LEFT_OUT);
        breaks(
                get + "    expect: { data: x }\n",
                "t.yaml:5: object get: data: data is omitted: it is larger than 1 MiB, so it cannot be compared");
        passes(get + "    expect: { size: 1048577, chunks: 9, data: { absent: true }, cut: \"~ 1 MiB\" }\n");
    }

    @Test
    void expect_dataOfOneMebibyte_isCompared() {
        fails(
                LARGE.replace("1048577", "1048576") + "  - object get: files large\n    expect: { data: \"\" }\n",
                "t.yaml:5: object get: data: expected '', was {hex:"
                        + " 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d…} (1048576 bytes, not a text,"
                        + " first"
                        + " difference at byte 0)");
    }

    @Test
    void expect_allLinesOfLongLog_isBroken() {
        String log = """
                server: { config: { trace: true } }
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - pub: { subject: b.x, core: true, count: 15000 }
                  - server log: never written
                    within: 20s
                    expect: { cut: "~ not kept" }
                  - server log: never written
                """;
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), log + "    expect: { lines: [] }\n");
        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertEquals(
                "t.yaml:8: server log: lines: the first N lines of the log are not kept" + OF_ALL,
                verdict.message().replaceFirst("first \\d+ lines", "first N lines"));
        passes(log + "    expect: { lines: [], cut: \"~ not kept\" }\n");
    }

    @Test
    void expect_elementOfEmptyKeptList_isBroken() {
        breaks("""
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - stream view: A
                    as: before
                  - pub: a.x
                  - stream view: A
                    expect: { messages: { contains: "${before.messages}" } }
                """, "t.yaml:7:37: 'contains' takes a list of elements, '${before.messages}' is an empty list");
    }
}

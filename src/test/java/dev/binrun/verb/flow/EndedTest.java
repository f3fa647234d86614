package dev.binrun.verb.flow;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.verb.Judging;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A background verb that has ended by itself does not prove that nothing more arrives. */
@Execution(ExecutionMode.CONCURRENT)
final class EndedTest {
    private static final String COUNT = "its count of 2 messages has come";
    private static final String CONSUMER = "its consumer does not exist any more";
    private static final String STREAM = "its stream does not exist any more";
    private static final String NOT_FOUND = "stream not found: there is no stream 'A' (10059)";
    private static final String DELETED = "409 Consumer Deleted";

    private static final String SUB = """
            streams: [{ name: A, subjects: [a.>] }]
            steps:
              - sub: { subject: a.>, count: 2 }
                as: seen
              - pub: { subject: a.x, count: 3 }
            """;

    private static final String WORKER = """
            streams: [{ name: A, subjects: [a.>] }]
            consumers: [{ stream: A, durable_name: w }]
            steps:
              - consumer sub: A w
                as: seen
              - pub: { subject: a.x, count: 2 }
              - collect: seen
                within: 5s
                expect: { received: 2 }
            """;

    private static final String PUSHED = WORKER.replace("durable_name: w", "durable_name: w, deliver_subject: to.me");

    private static final String WATCH = """
            streams: [{ name: A, subjects: [a.>] }]
            kv: [{ bucket: stock }]
            objects: [{ bucket: files }]
            steps:
              - kv watch: stock
                as: seen
              - object watch: files
                as: changes
              - kv put: stock apples 3
              - collect: seen
                within: 5s
                expect: { received: 1 }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"within: 5s", "during: 100ms", "name: collect"})
    void countReached_statingThatNothingMoreArrived_isBroken(String how) {
        breaks(SUB + collect(how, "{ messages: { size: 2 } }"), broken(6, "collect", COUNT));
        breaks(SUB + collect(how, "{ received: 2 }"), broken(6, "collect", COUNT));
        breaks(SUB + collect(how, "{ messages: { none: { subject: a.y } } }"), broken(6, "collect", COUNT));
    }

    @Test
    void countReached_statingTheEnd_passes() {
        passes(SUB + collect("within: 5s", "{ messages: { size: 2 }, ended: \"~ count of 2\" }"));
        passes(SUB + collect("during: 100ms", "{ received: 2, ended: \"" + COUNT + "\" }"));
    }

    @Test
    void countReached_statingOnlyLowerBounds_passes() {
        passes(SUB
                + collect("within: 5s", "{ messages: { any: { subject: a.x } } }")
                + collect("within: 5s", "{ received: \">= 2\" }")
                + collect("within: 5s", "{ messages: { size: \"> 1\", contains: [{ subject: a.x }] } }")
                + "  - stop: seen\n");
    }

    @Test
    void countNotReached_passes() {
        passes(SUB.replace("count: 2", "count: 9") + collect("within: 5s", "{ received: 3 }"));
    }

    @Test
    void countReached_statingAnotherEnd_fails() {
        fails(
                SUB + collect("within: 200ms", "{ received: 2, ended: \"~ deleted\" }"),
                "t.yaml:6: collect: ended: expected ~ deleted, was '" + COUNT + "'");
    }

    @Test
    void countReached_stopped_isBrokenToo() {
        breaks(
                SUB + collect("within: 5s", "{ received: \">= 2\" }") + "  - stop: seen\n    expect: { received: 2 }\n",
                broken(9, "stop", COUNT));
    }

    @Test
    void countReached_mergedWithARunningVerb_isBroken() {
        breaks("""
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - sub: a.>
                    as: all
                  - sub: { subject: a.>, count: 2 }
                    as: seen
                  - pub: { subject: a.x, count: 3 }
                  - collect: [all, seen]
                    within: 5s
                    expect: { received: 5 }
                """, broken(8, "collect", COUNT));
    }

    @Test
    void replyCountReached_isBroken() {
        String reply = """
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - reply: { subject: price, data: 3, count: 1 }
                    as: seen
                  - request: price
                """;
        breaks(
                reply + collect("within: 5s", "{ messages: { size: 1 } }"),
                broken(6, "collect", "its count of 1 message has come"));
        passes(reply + collect("within: 5s", "{ messages: { size: 1 }, ended: \"~ count\" }"));
    }

    @Test
    void stopped_statingThatNothingMoreArrived_passes() {
        passes(SUB.replace(", count: 2", "") + collect("within: 5s", "{ received: 3 }")
                + "  - stop: seen\n    expect: { received: 3 }\n  - pub: a.x\n"
                + collect("during: 100ms", "{ received: 3, messages: { size: 3 }, ended: { absent: true } }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"within: 5s", "during: 100ms", "name: collect"})
    void consumerDeleted_statingThatNothingMoreArrived_isBroken(String how) {
        String deleted = WORKER + "  - consumer rm: A w\n  - pub: a.x\n";
        breaksAt(12, deleted + collect(how, "{ messages: { size: 2 } }"), DELETED, CONSUMER);
    }

    @Test
    void consumerDeleted_statingTheEnd_passes() {
        String deleted = WORKER + "  - consumer rm: A w\n  - pub: a.x\n";
        passes(deleted + collect("within: 5s", "{ messages: { size: 2 }, status: { code: 409 } }"));
        passes(deleted + collect("within: 5s", "{ received: 2, ended: \"~ Deleted|exist\" }"));
    }

    @Test
    void consumerDeletedAndRecreated_isBroken() {
        String again =
                WORKER + "  - consumer rm: A w\n  - consumer add: { stream: A, durable_name: w }\n  - pub: a.x\n";
        breaksAt(
                13,
                again + collect("name: collect", "{ messages: { size: 2 } }"),
                DELETED,
                "its consumer was deleted, and another has its name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"within: 5s", "during: 100ms", "name: collect"})
    void pushConsumerDeleted_statingThatNothingMoreArrived_isBroken(String how) {
        String deleted = PUSHED + "  - consumer rm: A w\n  - pub: a.x\n";
        breaksAt(12, deleted + collect(how, "{ messages: { size: 2 } }"), DELETED, CONSUMER);
    }

    @Test
    void pushConsumerDeleted_statingTheEnd_passes() {
        passes(PUSHED + "  - consumer rm: A w\n"
                + collect("within: 5s", "{ received: 2, ended: \"~ exist|Deleted\" }"));
    }

    @Test
    void pushConsumerDeletedAndRecreated_continues() {
        passes(PUSHED + """
                  - consumer rm: A w
                  - consumer add: { stream: A, durable_name: w, deliver_subject: to.me, deliver_policy: new }
                  - pub: a.x
                """ + collect("within: 5s", "{ received: 3 }"));
    }

    @Test
    void pushConsumerDeleted_stopped_isBroken() {
        breaks(
                PUSHED + "  - consumer rm: A w\n  - stop: seen\n    expect: { received: 2 }\n",
                broken(11, "stop", CONSUMER));
    }

    @Test
    void stoppedBeforeConsumerDeleted_statingThatNothingMoreArrived_passes() {
        passes(PUSHED + "  - stop: seen\n    expect: { received: 2 }\n  - consumer rm: A w\n"
                + collect("during: 100ms", "{ messages: { size: 2 } }"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"within: 5s", "during: 100ms", "name: collect"})
    void streamDeleted_statingThatNothingMoreArrived_isBroken(String how) {
        breaksAt(11, WORKER + "  - stream rm: A\n" + collect(how, "{ received: 2 }"), DELETED, STREAM);
        String ordered = WORKER.replace("consumer sub: A w", "consumer sub: { stream: A, ordered: true }");
        breaksAt(11, ordered + "  - stream rm: A\n" + collect(how, "{ received: 2 }"), NOT_FOUND, STREAM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"within: 5s", "during: 100ms", "name: collect"})
    void bucketDeleted_statingThatNothingMoreArrived_isBroken(String how) {
        breaksAt(
                14,
                WATCH + "  - kv rm: stock\n" + collect(how, "{ entries: { size: 1 } }"),
                NOT_FOUND.replace("'A'", "'KV_stock'"),
                STREAM);
        breaksAt(
                14,
                WATCH + "  - object rm: files\n"
                        + collect(how, "{ entries: [] }").replace("seen", "changes"),
                NOT_FOUND.replace("'A'", "'OBJ_files'"),
                STREAM);
    }

    @Test
    void bucketDeletedAndRecreated_isBroken() {
        String again = "its stream was deleted, and another has its name";
        breaksAt(
                16,
                WATCH + "  - kv rm: stock\n  - kv add: stock\n  - kv put: stock pears 1\n"
                        + collect("during: 100ms", "{ entries: { size: 1 } }"),
                again);
        String ordered = WORKER.replace("consumer sub: A w", "consumer sub: { stream: A, ordered: true }");
        breaksAt(
                12,
                ordered + "  - stream rm: A\n  - stream add: { name: A, subjects: [a.>] }\n"
                        + collect("during: 100ms", "{ received: 2 }"),
                again,
                NOT_FOUND);
    }

    @Test
    void bucketExists_statingThatNothingMoreArrived_passes() {
        passes(WATCH
                + collect("during: 100ms", "{ entries: { size: 1 } }")
                + collect("during: 100ms", "{ entries: [] }").replace("seen", "changes"));
    }

    /**
     * Asserts that the scenario is BROKEN for one of these reasons; which one depends on the message that arrives
     * first.
     */
    private static void breaksAt(int line, String yaml, String... reasons) {
        Verdict verdict = Judging.verdict(Path.of("t.yaml"), yaml);
        assertTrue(
                Stream.of(reasons)
                        .map(reason -> broken(line, "collect", reason))
                        .anyMatch(verdict.message()::equals),
                verdict::message);
        assertEquals(Outcome.BROKEN, verdict.outcome());
    }

    private static String collect(String how, String expected) {
        return "  - collect: seen\n    " + how + "\n    expect: " + expected + "\n";
    }

    private static String broken(int line, String verb, String why) {
        return "t.yaml:" + line + ": " + verb + ": the subscription ended (" + why
                + "), so later messages are unknown (state 'ended' in expect if this is intended)";
    }

    /** A subscription that never started must not prove that nothing arrives. */
    @Test
    void sub_noSubject_isBroken() {
        breaks("""
                steps:
                  - stream ls: { subject: none, names: true }
                    as: found
                  - sub: { subject: "${found.streams}" }
                    as: seen
                  - collect: seen
                    expect: { messages: [] }
                """, "t.yaml:4:21: 'sub' needs a subject");
    }
}

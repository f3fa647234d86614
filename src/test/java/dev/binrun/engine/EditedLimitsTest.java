package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A message that an earlier limit of its stream removed is not lost; any other missing message is lost. */
@Execution(ExecutionMode.CONCURRENT)
final class EditedLimitsTest {
    private static final String ORDERS = """
            streams:
              - { name: ORDERS, subjects: [orders.>] }
            steps:
              - pub: { subject: orders.new, data: "order-${i}", count: 10 }
              - stream edit: { stream: ORDERS, max_msgs: 4 }
            """;

    @Test
    void maxMsgs_loweredAndRaised_explainsTheLoss() {
        passes(ORDERS + """
                  - request: { subject: $JS.API.STREAM.UPDATE.ORDERS, json: { name: ORDERS, subjects: [orders.>] } }
                  - stream info: ORDERS
                    expect: { state: { messages: 4 }, config: { max_msgs: -1 } }
                checks:
                  - no-acked-loss: ORDERS
                """);
    }

    @Test
    void maxMsgs_loweredAndRaised_doesNotExplainAnUnrecordedRemoval() {
        Verdict verdict = Running.of(
                "server: { config: { mappings: { gremlin: $JS.API.STREAM.MSG.DELETE.ORDERS } } }\n" + ORDERS + """
                  - stream edit: { stream: ORDERS, max_msgs: -1 }
                  - pub: { subject: orders.new, data: "order-${i}", count: 10..19 }
                  - pub: { subject: gremlin, data: '{"seq":12}', core: true }
                  - stream info: ORDERS
                    within: 5s
                    expect: { state: { messages: 13 } }
                checks:
                  - no-acked-loss: ORDERS
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(
                verdict.message()
                        .endsWith("no-acked-loss: 1 of 20 acknowledged messages of ORDERS is lost: 1 in the middle"),
                verdict.message());
    }

    @Test
    void bucket_historyAndTtlLoweredAndRaised_explainTheLoss() {
        passes("""
                kv:
                  - { bucket: b, history: 5, ttl: 1s }
                steps:
                  - kv put: b k v1
                  - kv put: b k v2
                  - kv edit: { bucket: b, history: 1 }
                  - kv edit: { bucket: b, history: 5 }
                  - kv get: b k
                    within: 4s
                    error: not found
                  - kv edit: { bucket: b, ttl: 1h }
                  - kv put: b l v
                checks:
                  - kv-linearizable: b
                  - no-acked-loss: KV_b
                """);
    }

    @Test
    void bucket_readsWithoutAnExpiredTtl_areViolations() {
        Verdict verdict = Running.of("""
                server: { config: { mappings: { gremlin: $JS.API.STREAM.MSG.DELETE.KV_b } } }
                streams:
                  - { name: KV_b, subjects: [$KV.b.>], max_age: 1h, max_msgs_per_subject: 1 }
                steps:
                  - kv put: b k v1
                  - pub: { subject: gremlin, data: '{"seq":1}', core: true }
                  - kv get: b k
                    within: 4s
                    error: not found
                  - stream edit: { stream: KV_b, max_age: 1s, duplicate_window: 1s }
                checks:
                  - kv-linearizable: b
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(verdict.message().contains("key k of bucket b is not linearizable"), verdict.message());
    }

    @Test
    void discardAndRetention_changed_explainTheLoss() {
        passes("""
                streams:
                  - { name: FULL, subjects: [full.>], max_msgs: 2 }
                  - { name: EACH, subjects: [each.>], discard: new, discard_new_per_subject: true, max_msgs_per_subject: 5 }
                  - { name: WANTED, subjects: [wanted.>], retention: interest }
                steps:
                  - pub: { subject: full.a, data: "${i}", count: 5 }
                  - stream edit: { stream: FULL, discard: new }
                  - pub: { subject: each.a, data: "${i}", count: 5 }
                  - stream edit: { stream: EACH, max_msgs_per_subject: 2 }
                    expect: { state: { messages: 2 } }
                  - pub: { subject: wanted.a, data: "${i}", count: 3 }
                  - stream edit: { stream: WANTED, retention: limits }
                  - pub: wanted.a late
                checks:
                  - no-acked-loss: FULL
                  - no-acked-loss: EACH
                  - no-acked-loss: WANTED
                """);
    }

    @Test
    void mirrors_ofEditedStreams_equalTheirOrigins() {
        passes("""
                server: { config: { max_payload: 1MB } }
                streams:
                  - { name: ORDERS, subjects: [orders.>] }
                  - { name: COPY, mirror: ORDERS }
                  - { name: SMALL, mirror: ORDERS, max_bytes: 1000000 }
                  - name: ONE
                    mirror: { name: ORDERS, subject_transforms: [ { src: "orders.*", dest: all } ] }
                    max_msgs_per_subject: 1
                steps:
                  - pub: { subject: "orders.${i}", size: 300000, headers: { Place: "${i}" }, count: 5 }
                  - stream info: ONE
                    within: 5s
                    expect: { state: { messages: 1, last_seq: 5 } }
                  - stream info: COPY
                    within: 5s
                    expect: { state: { messages: 5 } }
                  - stream info: SMALL
                    within: 5s
                    expect: { state: { messages: 3 } }
                  - stream edit: { stream: ORDERS, max_msgs: 2 }
                  - stream edit: { stream: ORDERS, max_msgs: -1 }
                checks:
                  - mirror-equals-origin: COPY
                  - mirror-equals-origin: SMALL
                  - mirror-equals-origin: ONE
                """);
    }

    @Test
    void transformedStream_purgedByStoredSubject_losesNothing() {
        passes("""
                streams:
                  - { name: ORDERS, subjects: [in.>], subject_transform: { src: "in.*", dest: "out" }, allow_rollup_hdrs: true }
                steps:
                  - pub: { subject: in.a, data: a }
                  - stream purge: { stream: ORDERS, subject: out }
                  - pub: { subject: in.a, data: c }
                  - pub: { subject: in.b, data: b, headers: { Nats-Rollup: sub } }
                checks:
                  - no-acked-loss: ORDERS
                """);
    }

    @Test
    void mirror_keepsExpiredMarkers_equalsItsOrigin() {
        passes("""
                kv:
                  - { bucket: b, marker_ttl: 1s }
                steps:
                  - stream add: { name: COPY, mirror: { name: KV_b } }
                  - stream info: COPY
                    within: 5s
                    expect: { mirror: { active: "!= -1" } }
                  - kv put: b stays x
                  - kv put: { bucket: b, key: k, value: v, ttl: 1s }
                  - stream info: KV_b
                    within: 8s
                    expect: { state: { messages: 1, last_seq: 3 } }
                checks:
                  - mirror-equals-origin: COPY
                """);
    }

    private static void passes(String yaml) {
        Verdict verdict = Running.of(yaml);
        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }
}

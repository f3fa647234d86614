package dev.binrun.engine;

import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class CheckRunnerTest {
    private static final String ORDERS = "streams: [{ name: ORDERS, subjects: [orders.>] }]\n";
    private static final String TWICE = ORDERS + """
            steps:
              - pub: { subject: orders.a, data: same, count: 2 }
              - stream info: ORDERS
                expect: { state: { messages: %s } }
            checks:
              - no-duplicates: ORDERS
            """;

    @Test
    void check_holds_passes() {
        Verdict verdict = Running.of(ORDERS + """
                steps:
                  - pub: { subject: orders.a, data: "${i}", count: 20 }
                checks:
                  - no-duplicates: ORDERS
                """);

        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
        assertNotEquals("", verdict.digest());
    }

    @Test
    void check_violated_failsWithItsEvidence() {
        Verdict verdict = Running.of(TWICE.formatted(2));

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals("test.yaml:7: no-duplicates: 1 of 2 messages in ORDERS is stored twice", verdict.message());
        String report = times(verdict.report());
        assertTrue((report + "\n").startsWith("""
                        test.yaml:7: no-duplicates: 1 of 2 messages in ORDERS is stored twice
                          seq 1 and 2 on orders.a have the same payload and no msg_id
                        check:
                          7 |   - no-duplicates: ORDERS
                        steps:
                             3  ok TIME  pub
                             4  ok TIME  stream info
                        checks:
                             7  FAILED TIME  no-duplicates
                        """), report);
    }

    @Test
    void check_afterAFailedStep_isJudged() {
        Verdict verdict = Running.of(TWICE.formatted(3));

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals("test.yaml:4: stream info: state.messages: expected 3, was 2", verdict.message());
        assertTrue(
                verdict.report()
                        .contains("also: test.yaml:7: no-duplicates: 1 of 2 messages in ORDERS is stored twice\n"
                                + "  seq 1 and 2 on orders.a have the same payload and no msg_id\n"),
                verdict.report());
    }

    @Test
    void check_violatedAfterABrokenStep_failsTheScenario() {
        Verdict verdict = Running.of(ORDERS + """
                steps:
                  - pub: { subject: orders.a, data: same, count: 2 }
                    as: sent
                  - stream info: ${sent.nothing}
                checks:
                  - no-duplicates: ORDERS
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals("test.yaml:7: no-duplicates: 1 of 2 messages in ORDERS is stored twice", verdict.message());
        assertTrue(verdict.report().contains("\nalso: test.yaml:5:18: "), verdict.report());
    }

    @Test
    void checks_severalViolated_areAllReported() {
        Verdict verdict = Running.of("""
                streams:
                  - { name: A, subjects: [a] }
                  - { name: B, subjects: [b] }
                  - { name: C, subjects: [c] }
                steps:
                  - pub: { subject: a, data: same, count: 2 }
                  - pub: { subject: b, data: same, count: 3 }
                  - pub: c one
                checks:
                  - no-duplicates: A
                    name: each once
                  - no-duplicates: C
                  - no-duplicates: NONE
                  - no-duplicates: B
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertEquals("test.yaml:10: each once: 1 of 2 messages in A is stored twice", verdict.message());
        String report = times(verdict.report());
        assertTrue(
                report.contains("also: test.yaml:14: no-duplicates: 2 of 3 messages in B are stored twice\n"), report);
        assertTrue((report + "\n").contains("""
                        checks:
                            10  FAILED TIME  each once
                            12  ok TIME  no-duplicates: 1 stored message
                            13  unknown TIME  no-duplicates: no message of NONE was stored with an id or a payload that distinguishes it from others
                            14  FAILED TIME  no-duplicates
                        """), report);
    }

    @Test
    void linearizable_bucketDeletedAtTheEnd_isViolated() {
        Verdict verdict = Running.of("""
                kv: [{ bucket: b, storage: memory }]
                steps:
                  - kv put: b k v1
                  - server kill
                  - server start
                checks:
                  - kv-linearizable: b
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(verdict.report().contains("\n  at the end there is no bucket b\n"), verdict.report());
    }

    @Test
    void linearizable_unrecordedWriter_isUnknown() {
        Verdict verdict = Running.of("""
                server: { config: { mappings: { orders.a: $KV.b.k } } }
                kv: [{ bucket: b }]
                steps:
                  - place order: { id: a, item: tea, how_many: 2 }
                  - kv get: b k
                    expect: { value: 2 x tea }
                checks:
                  - kv-linearizable: b
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertEquals(
                "test.yaml:8: kv-linearizable: unknown: no order explains the operations on key k of bucket b,"
                        + " but 'place order' may have written to it, which is not recorded",
                verdict.message());
    }

    @Test
    void linearizable_bucketWithSources_isUnknown() {
        Verdict verdict = Running.of("""
                kv: [{ bucket: a }, { bucket: b, sources: [a] }]
                steps:
                  - kv put: a k v1
                  - kv get: b k
                    within: 10s
                    expect: { value: v1 }
                checks:
                  - kv-linearizable: a
                  - kv-linearizable: b
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertTrue(verdict.message().contains("but the bucket has sources"), verdict.message());
    }

    @Test
    void linearizable_valueReappearsOrMarkerIsPublished_holds() {
        Verdict verdict = Running.of("""
                kv: [{ bucket: marked, history: 5 }]
                streams:
                  - name: KV_b
                    subjects: [$KV.b.>]
                    max_msgs_per_subject: 5
                    allow_msg_ttl: true
                    allow_rollup_hdrs: true
                steps:
                  - kv put: { bucket: b, key: k, value: v1 }
                  - kv put: { bucket: b, key: k, value: v2, ttl: 1s }
                  - kv get: b k
                    within: 10s
                    expect: { value: v1, revision: 1 }
                  - kv put: marked k v1
                  - pub: { subject: $KV.marked.k, headers: { KV-Operation: DEL } }
                  - kv get: marked k
                    error: not found
                checks:
                  - kv-linearizable: b
                  - kv-linearizable: marked
                """);

        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    @Test
    void check_withoutOperations_isBroken() {
        Verdict verdict = Running.of("checks: [ no-acked-loss: ORDERS ]\n");

        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertEquals(
                "test.yaml:1: no-acked-loss: unknown: no publish to ORDERS was acknowledged, so none can be lost",
                verdict.message());
    }

    @Test
    void failedStep_besideACheckWithoutOperations_failsTheScenario() {
        Verdict verdict = Running.of("""
                steps: [ stream info: ORDERS ]
                checks: [ no-duplicates: ORDERS ]
                """);

        assertEquals(Outcome.FAILED, verdict.outcome());
        assertFalse(verdict.message().contains("no-duplicates"), verdict.message());
        assertTrue(verdict.report().contains("unknown "), verdict.report());
    }

    @Test
    void check_timeIsUp_isJudged() {
        Verdict verdict = Running.of("timeout: 3s\n" + ORDERS + """
                steps:
                  - pub: { subject: orders.a, data: same, count: 2 }
                  - stream info: ORDERS
                    expect: { state: { messages: 2 } }
                    during: 200ms
                  - sleep: 3s
                checks:
                  - no-duplicates: ORDERS
                """);

        assertEquals("test.yaml:8: sleep: the time is up: the scenario's timeout is 3s", verdict.message());
        assertTrue(verdict.report().contains("also: test.yaml:10: no-duplicates: "), verdict.report());
    }

    @Test
    void stream_inAnotherAccount_isFound() {
        Verdict verdict = Running.of("""
                server:
                  config:
                    accounts:
                      A: { jetstream: true, users: [ { user: a, password: a } ] }
                      B: { jetstream: true, users: [ { user: b, password: b } ] }
                    no_auth_user: b
                clients: { alice: { user: a, password: a } }
                steps:
                  - stream add: { name: ORDERS, subjects: [orders] }
                    client: alice
                  - pub: { subject: orders, data: same, count: 2 }
                    client: alice
                checks:
                  - no-duplicates: ORDERS
                """);

        assertEquals("test.yaml:14: no-duplicates: 1 of 2 messages in ORDERS is stored twice", verdict.message());
    }

    @Test
    void stream_noClientMayAskForIt_isUnknown() {
        Verdict verdict = Running.of("""
                server:
                  config:
                    authorization:
                      users:
                        - { user: a, password: a, permissions: { publish: { deny: $JS.API.STREAM.INFO.> } } }
                clients: { default: { user: a, password: a } }
                streams: [{ name: ORDERS, subjects: [orders.>] }]
                steps:
                  - pub: orders.new
                checks:
                  - no-acked-loss: ORDERS
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome());
        assertTrue(
                verdict.message()
                        .startsWith("test.yaml:11: no-acked-loss: unknown: no client can see the stream ORDERS: "),
                verdict.message());
    }

    @Test
    void replicas_areAllRead() {
        Verdict verdict = Running.of("""
                server: { nodes: 3 }
                streams: [{ name: ORDERS, subjects: [orders.>], num_replicas: 3 }]
                steps:
                  - pub: { subject: orders.a, data: "${i}", count: 100 }
                checks:
                  - replicas-agree: ORDERS
                  - no-duplicates: ORDERS
                """);

        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    @Test
    void noAckedLoss_objectsExistOrWereReplaced_holds() {
        Verdict verdict = Running.of("""
                objects: [ { bucket: o } ]
                steps:
                  - object put: { bucket: o, name: x, size: 753, chunk_size: 251 }
                  - object put: { bucket: o, name: x, data: other }
                  - object put: { bucket: o, name: y, data: gone }
                  - object link: { bucket: o, name: z, to: { bucket: o, name: x } }
                  - object del: o y
                checks:
                  - no-acked-loss: OBJ_o
                """);

        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    @Test
    void noAckedLoss_objectStoreForgets_isViolated() {
        Verdict verdict = Running.of("""
                objects: [ { bucket: o, storage: memory } ]
                steps:
                  - object put: { bucket: o, name: x, size: 753 }
                  - server kill
                  - server start
                checks:
                  - no-acked-loss: OBJ_o
                """);

        assertEquals(
                "test.yaml:7: no-acked-loss: 2 of 2 acknowledged messages of OBJ_o are lost: nothing is left",
                verdict.message());
    }

    @Test
    void mirrorEqualsOrigin_writesWithExpectations_holds() {
        passes("""
                kv: [ { bucket: B, history: 3 }, { bucket: M, mirror: B } ]
                streams: [ { name: A, subjects: [a] }, { name: COPY, mirror: { name: A } } ]
                steps:
                  - kv create: B k one
                    as: made
                  - kv update: { bucket: B, key: k, value: two, revision: "${made.revision}" }
                  - pub: { subject: a, headers: { Nats-Expected-Stream: A, Kept: yes } }
                  - stream get: A 1
                    expect: { message: { headers: { Nats-Expected-Stream: A } } }
                  - stream get: COPY 1
                    within: 5s
                    expect: { message: { headers: { Nats-Expected-Stream: { absent: true }, Kept: "yes" } } }
                checks:
                  - mirror-equals-origin: KV_M
                  - mirror-equals-origin: COPY
                """);
    }

    @Test
    void mirrorEqualsOrigin_mirrorLags_waitsForIt() {
        Verdict verdict = Running.of("""
                streams:
                  - { name: ORDERS, subjects: [orders.>] }
                  - { name: COPY, mirror: ORDERS }
                steps:
                  - pub: { subject: orders.a, data: "${i}", count: 5000 }
                checks:
                  - mirror-equals-origin: COPY
                """);

        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    @Test
    void mirrorEqualsOrigin_lastMessageOfTheOriginIsFiltered_holds() {
        Verdict verdict = Running.of("""
                streams:
                  - { name: ORDERS, subjects: [orders.>] }
                  - { name: COPY, mirror: { name: ORDERS, filter_subject: orders.a } }
                steps:
                  - pub: { subject: orders.a, data: "${i}", count: 5 }
                  - pub: { subject: orders.b, data: "${i}", count: 5 }
                checks:
                  - mirror-equals-origin: COPY
                """);

        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    @Test
    void mirrorEqualsOrigin_messageIsMissing_isViolated() {
        Verdict verdict = Running.of("""
                server: { config: { mappings: { gremlin: $JS.API.STREAM.MSG.DELETE.COPY } } }
                streams:
                  - { name: ORDERS, subjects: [orders.>] }
                  - { name: COPY, mirror: ORDERS }
                steps:
                  - pub: { subject: orders.a, data: "${i}", count: 5 }
                  - stream info: COPY
                    within: 5s
                    expect: { state: { messages: 5 } }
                  - pub: { subject: gremlin, data: '{"seq":3}', core: true }
                  - stream info: COPY
                    within: 5s
                    expect: { state: { messages: 4 } }
                checks:
                  - mirror-equals-origin: COPY
                """);

        assertEquals(
                "test.yaml:15: mirror-equals-origin: COPY differs from its origin ORDERS in 1 of 5 messages",
                verdict.message());
        assertTrue(verdict.report().contains("\n  seq 3 on orders.a (acknowledged to default at "), verdict.report());
    }

    @Test
    void digest_includesTheChecks() {
        String one = "streams: [{ name: A, subjects: [a] }]\nsteps: [ pub: a ]\nchecks:\n  - no-duplicates: A\n";

        assertEquals(Running.of(one).digest(), Running.of(one).digest());
        assertNotEquals(
                Running.of(one).digest(),
                Running.of(one + "  - no-duplicates: A\n").digest());
    }

    private static String times(String report) {
        return report.replaceAll("(?m)^( +\\d+) +\\d+\\.\\d{3}s  ", "$1  ")
                .replaceAll(" +[0-9.]+(µs|ms|s|m)  ", " TIME  ");
    }
}

package dev.binrun.verb.kv;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code kv watch} against a real server. */
@Execution(ExecutionMode.CONCURRENT)
final class KvWatchTest {
    private static final String BUCKET_B = """
            streams: [ { name: A, subjects: [a.>] } ]
            kv: [ { bucket: B, history: 5 } ]
            steps:
            """;

    @Test
    void watch_existingEntries_arriveBeforeChanges() {
        passes(BUCKET_B + """
                  - kv put: [ B k old, B k now, B gone x, B bin y ]
                  - kv del: B gone
                  - kv watch: B
                    as: w
                    expect:
                      initial: true
                      received: 3
                      entries:
                        - { bucket: B, key: k, value: now, revision: 2, operation: PUT, initial: true, created: "<= ${now}" }
                        - { key: bin, initial: true }
                        - { key: gone, operation: DEL, revision: 5, initial: true }
                  - kv put: { bucket: B, key: bin, hex: ff }
                  - kv purge: B k
                  - collect: w
                    within: 5s
                    during: 100ms
                    expect:
                      initial: true
                      entries: { size: 5, ordered: revision, contains: [ { key: bin, value: { hex: ff }, initial: false }, { key: k, operation: PURGE, initial: false } ] }
                """);
    }

    @Test
    void watch_emptyBucket_isInitialAtOnce() {
        passes(BUCKET_B + """
                  - kv watch: B
                    expect: { entries: [], received: 0, initial: true }
                """);
    }

    @Test
    void watch_eachOption_selectsItsEntries() {
        passes(BUCKET_B + """
                  - kv put: [ B a.1 v1, B a.1 v2, B b v, B gone v ]
                  - kv del: B gone
                  - kv watch: { bucket: B, include_history: true }
                    expect: { entries: { size: 5, ordered: revision, each: { initial: true } } }
                  - kv watch: { bucket: B, ignore_deletes: true }
                    as: puts
                    expect: { entries: [ { key: a.1, value: v2 }, { key: b } ], initial: true }
                  - kv watch: { bucket: B, deletes: false }
                    expect: { entries: [ { key: a.1, value: v2 }, { key: b } ] }
                  - kv watch: { bucket: B, deletes: true }
                    expect: { entries: { size: 3 } }
                  - kv watch: { bucket: B, updates_only: true }
                    as: updates
                    expect: { entries: [], initial: true }
                  - kv watch: { bucket: B, headers_only: true }
                    expect: { entries: { size: 3, each: { value: { absent: true } } } }
                  - kv watch: B a.*
                    expect: { entries: [ { key: a.1, value: v2 } ] }
                  - kv watch: { bucket: B, keys: [ a.>, b ] }
                    expect: { entries: [ { key: a.1 }, { key: b } ] }
                  - kv watch: { bucket: B, revision: 4 }
                    expect: { entries: [ { revision: 4 }, { revision: 5 } ], initial: true }
                  - kv watch: { bucket: B, key: never }
                    expect: { entries: [], initial: true }
                  - kv watch: { bucket: B, include_history: true, keep: 2 }
                    expect: { entries: [ { revision: 1 }, { revision: 2 } ], received: 5, cut: "~ kept the first 2 of 5" }
                  - kv put: B b later
                  - kv del: B b
                  - collect: updates
                    within: 5s
                    expect: { entries: [ { key: b, value: later, initial: false }, { operation: DEL } ] }
                  - collect: puts
                    within: 5s
                    during: 50ms
                    expect: { entries: { size: 3 } }
                """);
    }

    @Test
    void watch_thousandsOfEntries_keepsTheOrderOfRevisions() {
        passes(BUCKET_B + """
                  - kv watch: { bucket: B, keep: 5000 }
                    as: w
                  - pub: { subject: "$KV.B.k-${i}", data: "${i}", count: 5000, async: true }
                  - collect: w
                    within: 10s
                    expect: { received: 5000, entries: { ordered: revision, size: 5000 } }
                """);
    }

    @Test
    void stop_endsTheWatchAndDeletesItsConsumer() {
        passes(BUCKET_B + """
                  - kv watch: B
                    as: w
                  - kv info: B
                    expect: { state: { consumer_count: 1 } }
                  - stop: w
                    expect: { entries: [] }
                  - kv info: B
                    within: 2s
                    expect: { state: { consumer_count: 0 } }
                  - kv put: B k v
                  - collect: w
                    during: 50ms
                    expect: { entries: [] }
                """);
    }

    @Test
    void watch_consumerDeleted_continuesWithoutAGap() {
        passes(BUCKET_B + """
                  - kv put: B k 1
                  - kv watch: B
                    as: w
                  - request: { subject: $JS.API.CONSUMER.NAMES.KV_B }
                    as: names
                  - request: { subject: "$JS.API.CONSUMER.DELETE.KV_B.${names.message.json.consumers.0}" }
                  - kv put: [ B k 2, B k 3 ]
                  - collect: w
                    within: 8s
                    expect: { entries: [ { value: "1", initial: true }, { value: "2", initial: false }, { value: "3" } ] }
                """);
    }

    @Test
    void watch_bucketRemoved_reportsIt() {
        passes("timeout: 20s\n" + BUCKET_B + """
                  - kv watch: B
                    as: w
                  - kv rm: B
                  - collect: w
                    within: 10s
                    expect: { failed: { code: 404, err_code: 10059 } }
                """);
    }

    @Test
    void watch_hasEnded_doesNotProveThatNothingMoreArrives() {
        String ended = "timeout: 20s\n" + BUCKET_B + """
                  - kv watch: B
                    as: w
                  - kv rm: B
                  - collect: w
                    within: 10s
                    expect: { failed: { code: 404 } }
                  - collect: w
                    during: 50ms
                """;
        passes(ended + "    expect: { entries: [], failed: { code: 404 } }\n");
        breaks(
                ended + "    expect: { entries: [] }\n",
                "t.yaml:11: collect: the subscription ended (stream not found: there is no stream 'KV_B' (10059)), so later"
                        + " messages are unknown (state 'ended' in expect if this is intended)");
    }

    @Test
    void watch_invalidFilter_statesTheRule() {
        fails(
                BUCKET_B + """
                  - kv watch: { bucket: B, key: "a b" }
                """,
                "t.yaml:4: kv watch: expected an answer, was the error ''a b' is not a key filter: use a key, '*' for one"
                        + " part between dots, and '>' for all parts that follow (ADR-8)'");
    }
}

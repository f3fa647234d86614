package dev.binrun.verb.kv;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** {@code kv edit}, {@code rm}, mirrors and sources against a real server. */
final class KvBucketTest {
    private static final String BUCKET_B = """
            streams: [ { name: A, subjects: [a.>] } ]
            kv: [ { bucket: B, history: 5, description: old, ttl: 1h, max_value_size: 1KB, metadata: { a: b } } ]
            steps:
            """;

    @Test
    void edit_someSettings_keepsTheOthers() {
        passes(BUCKET_B + """
                  - kv put: B k v
                  - kv edit: { bucket: B, description: new }
                    expect: { bucket: B, config: { description: new, max_msgs_per_subject: 5, max_age: 1h, max_msg_size: 1KB, metadata: { a: b }, duplicate_window: 2m } }
                  - kv edit: { bucket: B, history: 2, ttl: 30s, compress: true, marker_ttl: 5s, metadata: { c: d } }
                    expect: { config: { description: new, max_msgs_per_subject: 2, max_age: 30s, duplicate_window: 30s, compression: s2, subject_delete_marker_ttl: 5s, metadata: { c: d, a: { absent: true } } } }
                  - kv edit: { bucket: B, compress: false, republish_destination: r.>, republish_source: "$KV.B.>" }
                    expect: { config: { compression: none, republish: { dest: r.> } } }
                  - kv get: B k
                    expect: { value: v }
                """);
    }

    @Test
    void edit_serverRejectsTheSettings_isTheServersError() {
        passes(BUCKET_B + """
                  - kv edit: { bucket: B, history: 65 }
                    expect: { config: { max_msgs_per_subject: 65 } }
                  - kv edit: { bucket: B, marker_ttl: 10ms }
                    error: 10052
                """);
    }

    @Test
    void rm_bucketWithKeys_removesIt() {
        passes(BUCKET_B + """
                  - kv put: B k v
                  - kv rm: B
                    expect: { success: true }
                  - kv rm: B
                    error: not found
                  - kv put: B k v
                    error: no responders
                  - kv ls:
                    expect: { buckets: [] }
                """);
    }

    @Test
    void mirror_ofABucket_readsItsKeysAndWritesToIt() {
        passes(BUCKET_B + """
                  - kv put: B k v
                  - kv add: { bucket: M, mirror: B }
                  - kv get: M k
                    within: 5s
                    expect: { bucket: M, key: k, value: v, revision: 1 }
                  - kv put: M k2 by mirror
                    expect: { bucket: M, key: k2, revision: 2 }
                  - kv get: B k2
                    expect: { value: by mirror }
                  - kv create: M k3 c
                  - kv create: M k3 again
                    error: 10071
                  - kv keys: M
                    within: 5s
                    expect: { keys: [ k, k2, k3 ] }
                  - kv history: M k2
                    expect: { entries: [ { bucket: M, key: k2, value: by mirror } ] }
                  - kv get: { bucket: M, key: k, revision: 1 }
                    expect: { value: v }
                  - kv watch: M
                    expect: { entries: [ { key: k }, { key: k2 }, { key: k3 } ], initial: true }
                  - kv get: M never
                    error: not found
                """);
    }

    @Test
    void put_mirrorWithoutOrigin_isNoResponders() {
        fails(
                BUCKET_B + """
                  - kv add: { bucket: M, mirror: NOPE }
                  - kv put: M k v
                """,
                "t.yaml:5: kv put: expected an answer, was the error 'no responders: 'M' is a mirror, and no stream accepts"
                        + " '$KV.NOPE.k' (does its origin exist?)'");
    }

    @Test
    void sources_ofTwoBuckets_haveTheKeysOfBoth() {
        passes(BUCKET_B + """
                  - kv add: C
                  - kv put: [ B b 1, C c 2 ]
                  - kv add: { bucket: S, sources: [ B, KV_C ] }
                  - kv keys: S
                    within: 5s
                    expect: { keys: [ b, c ] }
                  - kv get: S c
                    expect: { value: "2" }
                  - kv put: S own 3
                    expect: { revision: 3 }
                """);
    }

    @Test
    void edit_noMirror_makesTheBucketIndependent() {
        passes(BUCKET_B + """
                  - kv add: { bucket: M, mirror: B }
                  - kv edit: { bucket: M, no_mirror: true }
                    expect: { config: { mirror: { absent: true }, subjects: [ $KV.M.> ] } }
                  - kv put: M own v
                  - kv get: M own
                    expect: { value: v }
                  - kv get: B own
                    error: not found
                """);
    }
}

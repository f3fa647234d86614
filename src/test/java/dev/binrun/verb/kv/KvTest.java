package dev.binrun.verb.kv;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** {@code kv add}, {@code put}, {@code get}, {@code rm} and {@code ls} against a real server. */
final class KvTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>], allow_msg_ttl: true } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 400ms } ]
            kv: [ { bucket: B, history: 5 } ]
            steps:
            """;

    @Test
    void get_afterPut_returnsTheSameEntry() {
        passes(STREAM_A + """
                  - kv put: B sue.color dark blue
                    as: put
                    expect: { bucket: B, key: sue.color, value: dark blue, revision: 1, operation: PUT, created: "<= ${now}" }
                  - kv get: B sue.color
                    expect: { bucket: B, key: sue.color, value: dark blue, revision: "${put.revision}", operation: PUT, created: "<= ${now}" }
                  - kv put: { bucket: B, key: k, hex: ff }
                    expect: { value: { hex: ff } }
                  - kv get: B k
                    expect: { value: { hex: ff }, json: { absent: true } }
                  - kv put: { bucket: B, key: k, json: { a: [1] } }
                  - kv get: B k
                    expect: { value: '{"a":[1]}', json: { a: [1] }, revision: 3 }
                  - kv get: { bucket: B, key: k, revision: 2 }
                    expect: { value: { hex: ff }, revision: 2 }
                  - kv put: { bucket: B, key: k }
                    expect: { value: { equals: "" } }
                """);
    }

    @Test
    void missingKeyBucketOrRevision_isNotFound() {
        passes(STREAM_A + """
                  - kv get: B never
                    error: not found
                  - kv get: NOPE k
                    error: not found
                  - kv put: NOPE k v
                    error: not found
                  - kv put: B k v
                  - kv get: { bucket: B, key: k, revision: 9 }
                    error: { code: 404, description: "~ not found" }
                """);
    }

    @Test
    void get_missingKeyOrRevision_namesItInTheError() {
        fails(
                STREAM_A + """
                  - kv get: B never
                """,
                "t.yaml:5: kv get: expected an answer, was the error 'not found: 'B' has no key 'never'' (10037)");
        fails(
                STREAM_A + """
                  - kv get: { bucket: B, key: k, revision: 9 }
                """,
                "t.yaml:5: kv get: expected an answer, was the error 'not found: 'B' has no revision 9' (10037)");
    }

    @Test
    void get_deleted_namesTheRevision() {
        fails(
                STREAM_A + """
                  - kv put: B k v
                  - pub: { subject: $KV.B.k, headers: { KV-Operation: DEL } }
                  - kv get: B k
                """,
                "t.yaml:7: kv get: expected an answer, was the error 'not found: 'k' in 'B' was deleted (DEL at revision 2)'");
    }

    @Test
    void get_revisionOfAnotherKey_isNotFound() {
        fails(
                STREAM_A + """
                  - kv put: B k v
                  - kv put: B other v
                  - kv get: { bucket: B, key: k, revision: 2 }
                """,
                "t.yaml:7: kv get: expected an answer, was the error 'not found: revision 2 of 'B' belongs to another key than 'k''");
    }

    @Test
    void get_wildcard_isAnInvalidKey() {
        fails(
                STREAM_A + """
                  - kv put: B k v
                  - kv get: { bucket: B, key: "*" }
                """,
                "t.yaml:6: kv get: expected an answer, was the error ''*' is not a key: use letters, digits, '-', '/', '_', '='"
                        + " and '.', with no '.' at the start or the end (ADR-8)'");
    }

    @Test
    void put_missingBucket_namesIt() {
        fails(
                STREAM_A + """
                  - kv put: NOPE k v
                """,
                "t.yaml:5: kv put: expected an answer, was the error 'no responders: not found: there is no bucket 'NOPE''");
    }

    @Test
    void writes_haveTheTimeOfTheAcknowledgement() {
        passes(STREAM_A + """
                  - kv create: B k v
                    as: created
                    expect: { created: "<= ${now}" }
                  - kv update: B k v 1
                    expect: { created: "> ${created.created}" }
                  - kv del: B k
                    expect: { created: "> ${created.created}" }
                """);
    }

    @Test
    void add_namesOfTheApi_areAccepted() {
        passes(STREAM_A + """
                  - kv add: { bucket: C, max_age: 1h, num_replicas: 1, max_msg_size: 10, max_msgs_per_subject: 3, max_bytes: 1MB, limit_marker_ttl: 1m }
                    expect:
                      config: { max_age: 1h, num_replicas: 1, max_msg_size: 10, max_msgs_per_subject: 3, max_bytes: 1MB,
                        subject_delete_marker_ttl: 1m }
                """);
    }

    @Test
    void rm_withKey_deletesOnlyTheKey() {
        passes(STREAM_A + """
                  - kv put: B k v
                  - kv rm: B k
                    expect: { key: k, operation: DEL, revision: 2 }
                  - kv rm: B
                    expect: { success: true }
                  - kv info: B
                    error: not found
                """);
    }

    @Test
    void ls_names_listsOnlyNames() {
        passes(STREAM_A + """
                  - kv add: { bucket: A }
                  - kv ls: { names: true }
                    expect: { buckets: [A, B] }
                """);
    }

    @Test
    void add_everyFlag_isApplied() {
        passes(STREAM_A + """
                  - kv add: { bucket: M, mirror: B }
                    expect: { config: { name: KV_M, mirror: { name: KV_B }, subjects: [] } }
                  - kv add: { bucket: S, source: [B], ttl: 5s, marker_ttl: 5s, republish_source: ">", republish_destination: r.>, compress: true,
                      metadata: { a: b }, description: d, max_value_size: 1KB, max_bucket_size: 1MB, history: 7, storage: memory }
                    expect:
                      config: { name: KV_S, max_age: 5s, duplicate_window: 5s, allow_msg_ttl: true, subject_delete_marker_ttl: 5s,
                        compression: s2, max_msg_size: 1KB, max_bytes: 1MB, max_msgs_per_subject: 7, storage: memory, metadata: { a: b },
                        republish: { dest: r.> }, sources: [ { name: KV_B } ], subjects: [ $KV.S.> ] }
                  - kv add: { bucket: B, history: 3 }
                    error: 10058
                """);
    }
}

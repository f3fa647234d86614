package dev.binrun.verb.kv;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** {@code kv keys}, {@code history}, {@code ls} and {@code info} against a real server. */
final class KvReadTest {
    private static final String BUCKETS = """
            streams: [ { name: A, subjects: [a.>] } ]
            kv: [ { bucket: B, history: 3 }, { bucket: AA, description: first } ]
            steps:
            """;

    @Test
    void keys_someDeleted_areSortedWithoutThem() {
        passes(BUCKETS + """
                  - kv keys: B
                    expect: { keys: [] }
                  - kv put: [ B z.1 v, B a.1 v, B a.2 v, B m v, B gone v, B purged v ]
                  - kv del: B gone
                  - kv purge: B purged
                  - kv keys: B
                    expect: { keys: [ a.1, a.2, m, z.1 ] }
                  - kv keys: B a.*
                    expect: { keys: [ a.1, a.2 ] }
                  - kv keys: { bucket: B, filter: "*.1" }
                    expect: { keys: [ a.1, z.1 ] }
                  - kv keys: B m
                    expect: { keys: [ m ] }
                  - kv keys: B nothing.>
                    expect: { keys: [] }
                  - kv ls: B a.>
                    expect: { keys: [ a.1, a.2 ] }
                """);
    }

    @Test
    void keys_thousands_areComplete() {
        passes(BUCKETS + """
                  - pub: { subject: "$KV.B.k-${i}", data: v, count: 10000, async: true }
                  - pub: { subject: "$KV.B.k-${i}", headers: { KV-Operation: DEL }, count: 5000, async: true }
                  - kv keys: B
                    expect: { keys: { size: 5000 } }
                """);
    }

    @Test
    void keys_invalidFilter_statesTheRule() {
        fails(
                BUCKETS + """
                  - kv keys: { bucket: B, filter: "a b" }
                """,
                "t.yaml:4: kv keys: expected an answer, was the error ''a b' is not a key filter: use a key, '*' for one"
                        + " part between dots, and '>' for all parts that follow (ADR-8)'");
    }

    @Test
    void history_valuesAndMarkers_areOldestFirst() {
        passes(BUCKETS + """
                  - kv put: [ B k 1, B k 2, B k 3, B k 4, B other x ]
                  - kv del: B k
                  - kv put: { bucket: B, key: k, hex: ff }
                  - kv history: B k
                    expect:
                      entries:
                        - { bucket: B, key: k, value: "4", revision: 4, operation: PUT, created: "<= ${now}" }
                        - { revision: 6, operation: DEL }
                        - { revision: 7, value: { hex: ff } }
                  - kv history: B >
                    expect: { entries: { size: 4, ordered: revision, any: { key: other } } }
                  - kv history: B never
                    expect: { entries: [] }
                """);
    }

    @Test
    void markers_ofLimits_areDeletesAndPurges() {
        passes(BUCKETS + """
                  - pub: { subject: $KV.B.aged, headers: { Nats-Marker-Reason: MaxAge } }
                  - pub: { subject: $KV.B.purged, headers: { Nats-Marker-Reason: Purge } }
                  - pub: { subject: $KV.B.removed, headers: { Nats-Marker-Reason: Remove } }
                  - kv history: B >
                    expect: { entries: [ { key: aged, operation: PURGE }, { key: purged, operation: PURGE }, { key: removed, operation: DEL } ] }
                  - kv keys: B
                    expect: { keys: [] }
                  - kv get: B removed
                    error: not found
                """);
    }

    @Test
    void ls_severalBuckets_areSortedWithTheirInfos() {
        passes(BUCKETS + """
                  - kv put: B k v
                  - kv add: { bucket: M, mirror: B }
                  - object add: O
                  - kv ls:
                    expect:
                      buckets:
                        - { bucket: AA, config: { name: KV_AA, description: first }, state: { messages: 0 } }
                        - { bucket: B, config: { max_msgs_per_subject: 3 }, state: { messages: 1 } }
                        - { bucket: M, config: { mirror: { name: KV_B } } }
                """);
    }

    @Test
    void info_existingBucket_isTheServersInfo() {
        passes(BUCKETS + """
                  - kv put: B k v
                  - kv info: B
                    expect: { bucket: B, config: { name: KV_B, max_msgs_per_subject: 3 }, state: { messages: 1, num_subjects: 1 } }
                  - kv status: NOPE
                    error: not found
                """);
    }

    @Test
    void unknownBucket_isNotFound() {
        String there =
                "streams: [ { name: A, subjects: [a.>] } ]\nkv: [ { bucket: profiles }, { bucket: sessions } ]\nsteps:\n";
        String[] verbs = {
            "info: profile",
            "get: profile k",
            "keys: profile",
            "history: profile k",
            "watch: profile",
            "edit: profile",
            "rm: profile"
        };
        for (String verb : verbs) {
            fails(
                    there + "  - kv " + verb + "\n",
                    "t.yaml:4: kv " + verb.substring(0, verb.indexOf(':'))
                            + ": expected an answer, was the error 'stream not found: there is no bucket 'profile'"
                            + "' (10059)");
        }
    }

    @Test
    void unknownBucket_causesNoOtherRequests() {
        passes("""
                steps:
                  - sub: $JS.API.>
                    as: calls
                  - kv get: NOPE k
                    error: not found
                  - kv put: NOPE k v
                    error: no responders
                  - object info: NOPE k
                    error: not found
                  - collect: calls
                    within: 2s
                    expect:
                      messages:
                        - { subject: $JS.API.STREAM.MSG.GET.KV_NOPE }
                        - { subject: $JS.API.STREAM.INFO.KV_NOPE }
                        - { subject: $JS.API.STREAM.MSG.GET.OBJ_NOPE }
                """);
    }

    @Test
    void keys_comparedWithAKeptList_matchByContains() {
        String kept = """
                kv: [ { bucket: B }, { bucket: C } ]
                steps:
                  - kv put: [ B b 1, B a 1, C a 1 ]
                  - kv keys: C
                    as: few
                  - kv keys: B
                    as: all
                    expect: { keys: { contains: "${few.keys}" } }
                """;
        passes(kept);
        fails(
                kept + "  - { kv keys: C, expect: { keys: { contains: \"${all.keys}\" } } }\n",
                "t.yaml:9: kv keys: keys: expected an element for each of ['a', 'b'], none for 'b', was [\"a\"]");
        breaks(
                kept + "  - { kv keys: C, expect: { keys: { contains: \"${all.took}\" } } }\n",
                "t.yaml:9:47: 'contains' takes a list of elements, '${all.took}' is not a list");
    }
}

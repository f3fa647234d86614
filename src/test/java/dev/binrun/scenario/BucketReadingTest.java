package dev.binrun.scenario;

import static dev.binrun.scenario.ScenarioAssertions.valid;
import static dev.binrun.scenario.ScenarioAssertions.wrong;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Problems at load of buckets and object stores. */
class BucketReadingTest {
    @Test
    void objects_inTopology_areRead() {
        SimConfig config = valid("""
                kv: [ { bucket: B } ]
                objects: [ { bucket: O, ttl: 1h } ]
                steps: [ { object ls: O, expect: { objects: [] } } ]
                """);
        assertEquals(
                "[kv add, object add]",
                config.topology().stream()
                        .map(step -> step.verb().name())
                        .toList()
                        .toString());
    }

    @Test
    void topology_misspeltFlag_hintsAtTheRightOne() {
        wrong("""
                objects: [ { bucket: O, max_bucket_sise: 1KB } ]
                steps: [ { object ls: O, expect: { objects: [] } } ]
                """, "1:25: 'object add' has no 'max_bucket_sise' (did you mean 'max_bucket_size'?)");
    }

    @Test
    void arguments_wrong_areInvalidAtLoad() {
        wrong(
                """
                steps:
                  - kv del: B
                  - kv update: B k v
                  - kv update: B k dark blue 3
                  - kv get: B
                  - kv watch: { bucket: B, updates_only: true, include_history: true }
                  - kv ls: { filter: a }
                  - kv add: { bucket: B, mirror: C, source: [D] }
                  - kv add: { bucket: B, mirror_domain: hub }
                  - kv add: { bucket: B, republish_source: a }
                  - kv edit: { bucket: B, storage: file }
                  - kv edit: { bucket: B, no_mirror: true, source: [D] }
                  - kv delete: B k
                  - kv watch: { bucket: B, ignore_deletes: true, deletes: true }
                  - kv ls: { bucket: B, names: true }
                  - kv rm: { bucket: B, revision: 3 }
                """,
                "2:13: 'kv del' needs 'key', the key ('kv rm' removes a whole bucket)",
                "3:16: 'kv update' needs 'revision', the last revision that the key must have",
                "4:16: 'revision' must be a whole number, this is 'blue 3'",
                "5:13: 'kv get' needs 'key'",
                "6:42: 'updates_only' excludes the existing entries, so remove include_history and revision",
                "7:22: a filter of keys needs 'bucket', the bucket with the keys",
                "8:45: a bucket has either a mirror or sources, not both; remove one",
                "9:41: 'mirror_domain' needs 'mirror', the bucket in that domain",
                "10:44: 'republish_source' needs 'republish_destination', the subject to republish to",
                "11:27: 'kv edit' has no 'storage'",
                "12:52: a bucket cannot lose its mirror and get sources in one step; use two steps",
                "13:5: there is no verb 'kv delete' (known: kv add, kv edit, kv info, kv ls, kv rm, kv put, kv create,"
                        + " kv update, kv get, kv del, kv purge, kv history, kv keys, kv watch)",
                "14:59: 'deletes' and 'ignore_deletes' are opposites; remove one of them",
                "15:32: 'names' has no effect on the list of keys of one bucket; remove it",
                "16:25: 'kv rm' has no 'revision' (known: bucket, key)");
    }

    @Test
    void objectArguments_wrong_areInvalidAtLoad() {
        wrong(
                """
                steps:
                  - object put: O
                  - object put: { bucket: O, name: a, data: x, size: 3 }
                  - object put: { bucket: O, name: a, chunk_size: 0 }
                  - object get: O
                  - object del: O
                  - object link: { bucket: O, name: l }
                  - object link: { bucket: O, name: l, to: { name: a } }
                  - object link: { bucket: O, name: l, to: { bucket: O, nam: a } }
                  - object link: { bucket: O, name: l, to: O a }
                """,
                "2:17: 'object put' needs 'name', the object's name, or 'file', whose name it gets",
                "3:54: a payload is stated by one of data, json, hex, file and size, this one has data and size",
                "4:51: 'chunk_size' must be a whole number of at least 1, this is '0'",
                "5:17: 'object get' needs 'name', the object's name",
                "6:17: 'object del' needs 'name', the object's name ('object rm' removes a whole store)",
                "7:18: 'object link' needs 'to', the target: {bucket, name}, or {bucket} for a whole object store",
                "8:44: 'to' needs 'bucket', the object store of the target",
                "9:57: 'to' has no 'nam' (did you mean 'name'?)",
                "10:44: 'to' must be a map, this is 'O a'");
    }
}

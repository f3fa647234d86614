package dev.binrun.verb.object;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static dev.binrun.verb.Judging.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The object verbs against a real server. */
final class ObjectTest {
    private static final String STORE_O = """
            streams: [ { name: A, subjects: [a.>] } ]
            objects: [ { bucket: O, description: store } ]
            steps:
            """;

    @Test
    void get_afterPut_returnsTheSameObject() {
        passes(STORE_O + """
                  - object put: { bucket: O, name: a/b c.txt, data: hello, description: d, headers: { K: v, L: [ a, b ] }, metadata: { m: x } }
                    as: put
                    expect:
                      name: a/b c.txt
                      bucket: O
                      size: 5
                      chunks: 1
                      digest: SHA-256=LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=
                      description: d
                      headers: { K: [ v ], L: [ a, b ] }
                      metadata: { m: x }
                      options: { max_chunk_size: 128KB }
                      nuid: "~ .{22}"
                      mtime: "<= ${now}"
                      deleted: { absent: true }
                  - object get: O a/b c.txt
                    expect: { data: hello, size: 5, chunks: 1, digest: "${put.digest}", mtime: "${put.mtime}", nuid: "${put.nuid}" }
                  - object info: O a/b c.txt
                    expect: { size: 5, digest: "${put.digest}", data: { absent: true } }
                """);
    }

    @Test
    void get_everyKindOfPayload_returnsTheBytes() {
        passes(STORE_O + """
                  - object put: { bucket: O, name: empty }
                    expect: { size: 0, chunks: 0, digest: SHA-256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU= }
                  - object get: O empty
                    expect: { size: 0, data: { equals: "" } }
                  - object put: { bucket: O, name: bin, hex: ff 00 }
                  - object get: O bin
                    expect: { data: { hex: ff00 } }
                  - object put: { bucket: O, name: tree, json: { a: [ 1 ] } }
                  - object get: O tree
                    expect: { json: { a: [ 1 ] } }
                  - object put: { bucket: O, name: chunked, size: 1000, chunk_size: 64 }
                    expect: { size: 1000, chunks: 16, options: { max_chunk_size: 64 } }
                  - object get: O chunked
                    expect: { size: 1000, chunks: 16 }
                  - object put: { bucket: O, name: exact, size: 128, chunk_size: 64 }
                    expect: { chunks: 2 }
                """);
    }

    @Test
    void get_largeObject_omitsTheData() {
        passes(STORE_O + """
                  - object put: { bucket: O, name: large, size: 5000000 }
                    as: put
                    expect: { size: 5000000, chunks: 39 }
                  - object get: O large
                    expect: { size: 5000000, digest: "${put.digest}", data: { absent: true }, cut: "data is omitted: it is larger than 1 MiB" }
                """);
    }

    @Test
    void get_largeObject_statementsAboutItsDataAreBroken() {
        String large = STORE_O + """
                  - object put: { bucket: O, name: large, size: 2000000 }
                  - object get: %s
                    expect: %s
                """;
        String why = "t.yaml:5: object get: %sdata: data is omitted: it is larger than 1 MiB, so it cannot be compared";
        for (String pattern :
                List.of("{ not: x }", "\"~ x\"", "{ size: 2000000 }", "{ kind: text }", "x", "{ hex: ff }")) {
            breaks(large.formatted("O large", "{ size: 2000000, data: " + pattern + " }"), why.formatted(""));
        }
        breaks(large.formatted("[O large]", "[{ data: { not: x } }]"), why.formatted("[0]."));
        fails(
                large.formatted("O large", "{ size: 1, data: { not: x } }"),
                "t.yaml:5: object get: size: expected 1, was 2000000");
    }

    @Test
    void put_file_givesBytesAndName(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("report.txt"), "from a file");
        var verdict = verdict(folder.resolve("t.yaml"), STORE_O + """
                  - object put: O report.txt
                    expect: { name: report.txt, size: 11 }
                  - object put: { bucket: O, file: report.txt, name: other }
                    expect: { name: other }
                  - object get: O report.txt
                    expect: { data: from a file }
                """);
        assertEquals("", verdict.message());
    }

    @Test
    void put_existingName_replacesTheObjectAndItsChunks() {
        passes(STORE_O + """
                  - object put: { bucket: O, name: a, size: 300, chunk_size: 100 }
                  - object put: { bucket: O, name: a, data: new }
                  - object get: O a
                    expect: { data: new }
                  - object info: O
                    expect: { bucket: O, state: { messages: 2, num_subjects: 2 } }
                """);
    }

    @Test
    void put_fails_leavesNoChunks() {
        passes(STORE_O + """
                  - object add: { bucket: S, max_bucket_size: 2000 }
                  - object put: { bucket: S, name: small, size: 100 }
                  - object put: { bucket: S, name: large, size: 5000, chunk_size: 500 }
                    error: 10077
                  - object info: S
                    expect: { state: { messages: 2 } }
                  - object get: S small
                    expect: { size: 100 }
                  - object ls: S
                    expect: { objects: [ { name: small } ] }
                """);
    }

    @Test
    void del_existingObject_keepsOnlyAMarker() {
        passes(STORE_O + """
                  - object put: { bucket: O, name: a, data: x }
                  - object del: O a
                    expect: { name: a, deleted: true, size: 0, chunks: 0, digest: { absent: true } }
                  - object info: O
                    expect: { state: { messages: 1 } }
                  - object get: O a
                    error: { code: 404, description: not found }
                  - object info: O a
                    error: not found
                  - object del: O a
                    error: not found
                  - object put: { bucket: O, name: a, data: again }
                    expect: { deleted: { absent: true } }
                  - object get: O a
                    expect: { data: again }
                """);
    }

    @Test
    void ls_someDeleted_isSortedWithoutThem() {
        passes(STORE_O + """
                  - object ls: O
                    expect: { objects: [] }
                  - object put: [ { bucket: O, name: z }, { bucket: O, name: a }, { bucket: O, name: gone } ]
                  - object del: O gone
                  - object ls: O
                    expect: { objects: [ { name: a, size: 0 }, { name: z } ] }
                  - object add: B
                  - kv add: K
                  - object ls:
                    expect: { buckets: [ { bucket: B, config: { name: OBJ_B } }, { bucket: O, config: { description: store } } ] }
                """);
    }

    @Test
    void add_everyFlag_isApplied_andRmRemovesTheStore() {
        passes(STORE_O + """
                  - object add: { bucket: B, ttl: 1h, max_bucket_size: 1MB, storage: memory, compress: true, metadata: { a: b }, description: d, replicas: 1 }
                    expect:
                      bucket: B
                      config: { name: OBJ_B, subjects: [ $O.B.C.>, $O.B.M.> ], max_age: 1h, max_bytes: 1MB, storage: memory, compression: s2,
                        discard: new, allow_rollup_hdrs: true, allow_direct: true, metadata: { a: b }, description: d }
                  - object add: { bucket: B, description: other }
                    error: 10058
                  - object rm: B
                    expect: { success: true }
                  - object rm: B
                    error: not found
                """);
    }

    @Test
    void seal_rejectsAllChanges() {
        passes(STORE_O + """
                  - object put: { bucket: O, name: a, data: x }
                  - object seal: O
                    expect: { bucket: O, config: { sealed: true } }
                  - object put: { bucket: O, name: b, data: x }
                    error: 10109
                  - object del: O a
                    error: 10109
                  - object get: O a
                    expect: { data: x }
                """);
    }

    @Test
    void watch_existingInfos_arriveBeforeChanges() {
        passes(STORE_O + """
                  - object put: [ { bucket: O, name: a, data: x }, { bucket: O, name: gone } ]
                  - object del: O gone
                  - object watch: O
                    as: w
                    expect: { entries: [ { name: a, size: 1, mtime: "<= ${now}", initial: true }, { name: gone, deleted: true } ], initial: true }
                  - object watch: { bucket: O, ignore_deletes: true }
                    expect: { entries: [ { name: a } ] }
                  - object watch: { bucket: O, updates_only: true }
                    as: updates
                    expect: { entries: [], initial: true }
                  - object put: { bucket: O, name: a, data: xy }
                  - collect: updates
                    within: 5s
                    expect: { entries: { size: 1 } }
                  - object del: O a
                  - collect: updates
                    within: 5s
                    expect: { entries: [ { name: a, size: 2, initial: false }, { name: a, deleted: true } ] }
                  - collect: w
                    within: 5s
                    expect: { entries: { size: 4 } }
                """);
    }

    @Test
    void get_missingObject_namesItInTheError() {
        fails(
                STORE_O + """
                  - object get: O never
                """,
                "t.yaml:4: object get: expected an answer, was the error"
                        + " 'not found: there is no object 'never' in 'O'' (10037)");
    }

    @Test
    void wordsOfTheCli_areAccepted() {
        passes(STORE_O + """
                  - object put: { bucket: O, name: a, size: 64KB, chunk_size: 32KB, header: { A: b } }
                    expect: { size: 65536, chunks: 2, headers: { A: [b] } }
                  - object rm: O a
                    expect: { name: a, deleted: true }
                  - object ls: { names: true }
                    expect: { buckets: [O] }
                  - object rm: O
                    expect: { success: true }
                """);
    }

    @Test
    void unknownStore_isNotFound() {
        String there = "streams: [ { name: A, subjects: [a.>] } ]\nobjects: [ { bucket: reports } ]\nsteps:\n";
        String[] verbs = {
            "info: report",
            "get: report k",
            "ls: report",
            "put: { bucket: report, name: n }",
            "del: report n",
            "watch: report",
            "seal: report",
            "rm: report"
        };
        for (String verb : verbs) {
            fails(
                    there + "  - object " + verb + "\n",
                    "t.yaml:4: object " + verb.substring(0, verb.indexOf(':'))
                            + ": expected an answer, was the error 'stream not found: there is no object store 'report'"
                            + "' (10059)");
        }
    }

    @Test
    void digestOfTheRun_doesNotDependOnGeneratedIds() {
        String yaml = STORE_O + """
                  - object put: { bucket: O, name: a, data: "%s" }
                  - object put: { bucket: O, name: a, size: 300, chunk_size: 100 }
                  - object put: { bucket: O, name: b, data: "%s" }
                  - object link: { bucket: O, name: l, to: { bucket: O, name: a } }
                  - object del: O b
                  - object put: { bucket: O, name: c, data: "%s" }
                    expect: { size: 1 }
                """;
        String one = verdict(Path.of("t.yaml"), yaml.replace("%s", "x")).digest();
        assertEquals(64, one.length());
        assertEquals(one, verdict(Path.of("t.yaml"), yaml.replace("%s", "x")).digest());
        assertNotEquals(one, verdict(Path.of("t.yaml"), yaml.replace("%s", "y")).digest());
    }
}

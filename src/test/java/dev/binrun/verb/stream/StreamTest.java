package dev.binrun.verb.stream;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/**
 * Tests {@code stream add}, {@code edit}, {@code info}, {@code ls}, {@code rm}, {@code purge}, {@code seal} and {@code
 * rmm}.
 */
final class StreamTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>], description: first, max_msgs: 100, metadata: { team: blue } } ]
            steps:
            """;

    @Test
    void verbs_absentStream_areNotFound() {
        passes("""
                steps:
                  - stream info: NOPE
                    error: 10059
                  - stream edit: { stream: NOPE, max_msgs: 1 }
                    error: { code: 404, err_code: 10059, description: stream not found }
                  - stream rm: NOPE
                    error: 10059
                  - stream purge: NOPE
                    error: 10059
                  - stream seal: NOPE
                    error: 10059
                  - stream get: NOPE 1
                    error: 10059
                  - stream view: NOPE
                    error: 10059
                  - stream rmm: NOPE 1
                    error: 10059
                """);
    }

    @Test
    void add_invalidValues_areRejectedByTheServer() {
        passes(STREAM_A + """
                  - stream add: { name: B, subjects: [b], retention: sometimes }
                    error: 10025
                  - stream add: { name: B, subjects: [a.b] }
                    error: 10065
                  - stream add: { name: B, subjects: [b], discard_new_per_subject: true }
                    error: 10052
                  - stream add: { name: A, subjects: [other] }
                    error: 10058
                  - stream add: { name: "a b" }
                    error: Subject cannot contain space
                  - stream add: { name: B, max_age: 1m, pedantic: true }
                    error: 10157
                  - stream create: B
                    expect: { config: { subjects: [B], storage: file } }
                """);
    }

    @Test
    void edit_otherFields_areKept() {
        passes(STREAM_A + """
                  - stream edit: { stream: A, max_age: 1h, subjects: [a.>, b.>] }
                    expect: { config: { max_age: 1h, max_msgs: 100, description: first, storage: file, subjects: [a.>, b.>], metadata: { team: blue } } }
                  - stream update: { name: A, metadata: { shift: night } }
                    expect: { config: { max_age: 1h, metadata: { shift: night, team: { absent: true } } } }
                  - stream info: A
                    expect: { config: { max_age: 1h, max_msgs: 100, metadata: { shift: night, team: { absent: true } } } }
                """);
    }

    @Test
    void edit_null_resetsTheFieldToItsDefault() {
        passes(STREAM_A + """
                  - stream edit: { stream: A, republish: { src: ">", dest: "copy.>" }, duplicate_window: 10s }
                    expect: { config: { republish: { dest: "copy.>" }, duplicate_window: 10s } }
                  - stream edit: { stream: A, republish: null, max_msgs: null, description: null, duplicate_window: ~ }
                    expect: { config: { republish: { absent: true }, max_msgs: -1, description: "", duplicate_window: 2m } }
                """);
    }

    @Test
    void addAndEdit_byTheFlagsOfTheCli() {
        passes("""
                streams: [ { name: A, subjects: [a.>] } ]
                steps:
                  - stream add:
                      { name: B, subjects: ["b.*"], cluster: c, tag: [ssd], ack: false, replicas: 1, dupe_window: 1m, transform_source: "b.*",
                        transform_destination: "c.{{wildcard(1)}}", republish_source: "c.*", republish_destination: "d.{{wildcard(1)}}",
                        republish_headers: true, limit_consumer_inactive: 1m, limit_consumer_max_pending: 5 }
                    expect:
                      config:
                        { placement: { cluster: c, tags: [ssd] }, no_ack: true, num_replicas: 1, duplicate_window: 1m,
                          subject_transform: { src: "b.*", dest: "c.{{wildcard(1)}}" },
                          republish: { src: "c.*", dest: "d.{{wildcard(1)}}", headers_only: true },
                          consumer_limits: { inactive_threshold: 1m, max_ack_pending: 5 } }
                  - stream edit: { stream: B, ack: true, no_republish: true, no_transform: true }
                    expect: { config: { no_ack: false, republish: { absent: true }, subject_transform: { absent: true }, consumer_limits: { max_ack_pending: 5 } } }
                  - stream add: { name: M, mirror: A }
                    expect: { config: { mirror: { name: A } } }
                  - stream edit: { stream: M, no_mirror: true, source: [A] }
                    expect: { config: { mirror: { absent: true }, sources: [ { name: A } ] } }
                """);
    }

    @Test
    void edit_ofMemoryStream_keepsItsStorage() {
        passes("""
                server: { storage: file }
                streams: [ { name: M, storage: memory, subjects: [m] } ]
                steps:
                  - stream edit: { stream: M, max_msgs: 5 }
                    expect: { config: { storage: memory, max_msgs: 5 } }
                  - stream edit: { stream: M, storage: file }
                    error: 10052
                """);
    }

    @Test
    void edit_rejectedByTheServer_changesNothing() {
        passes(STREAM_A + """
                  - stream edit: { stream: A, max_msgs: 1, storage: memory }
                    error: 10052
                  - stream edit: { stream: A, max_msgs: 1, mirror: { name: B } }
                    error: 10034
                  - stream info: A
                    expect: { config: { max_msgs: 100, retention: limits } }
                """);
    }

    @Test
    void ls_bySubject_listsSortedInfos() {
        passes("""
                streams:
                  - { name: C, subjects: [c.>] }
                  - { name: A, subjects: [a.>] }
                  - { name: B, subjects: [b.x, b.y] }
                steps:
                  - stream ls:
                    expect: { streams: [ { config: { name: A }, state: { messages: 0 } }, { config: { name: B } }, { config: { name: C } } ] }
                  - stream list: { subject: "b.*" }
                    expect: { streams: [ { config: { name: B } } ] }
                  - stream ls: { names: true }
                    expect: { streams: [ A, B, C ] }
                  - stream ls: { names: true, offset: 1 }
                    expect: { streams: [ B, C ] }
                  - stream ls: { subject: nobody }
                    expect: { streams: [] }
                """);
    }

    @Test
    void ls_ofMoreThanAPage_hasAll() {
        passes("""
                steps:
                  - stream add: [%s]
                  - stream ls:
                    expect: { streams: { size: 300, any: { config: { name: S299 } } } }
                  - stream ls: { offset: 290 }
                    expect: { streams: { size: 10 } }
                """.formatted(names(300)));
    }

    @Test
    void rmAndSeal_done_returnTheResponse() {
        passes(STREAM_A + """
                  - pub: a.x one
                  - stream seal: A
                    expect: { config: { sealed: true } }
                  - pub: a.x two
                    error: 10109
                  - stream purge: A
                    error: 10109
                  - stream rmm: A 1
                    error: 10109
                  - stream edit: { stream: A, sealed: false }
                    error: 10052
                  - stream rm: A
                    expect: { success: true }
                  - stream ls: { names: true }
                    expect: { streams: [] }
                """);
    }

    @Test
    void purge_byEveryArgument() {
        passes(STREAM_A + """
                  - pub: { subject: "a.${i}", count: 10 }
                  - stream purge: { stream: A, filter: a.0 }
                    expect: { success: true, purged: 1 }
                  - stream purge: { stream: A, subject: a.1 }
                    expect: { purged: 1 }
                  - stream purge: { stream: A, seq: 5 }
                    expect: { purged: 2 }
                  - stream purge: { stream: A, keep: 2 }
                    expect: { purged: 4 }
                  - stream info: A
                    expect: { state: { messages: 2, first_seq: 9 } }
                  - stream purge: A
                    expect: { purged: 2 }
                  - stream purge: A
                    expect: { success: true, purged: 0 }
                """);
    }

    @Test
    void purge_contradictoryArguments_areRejectedByTheServer() {
        passes(STREAM_A + """
                  - stream purge: { stream: A, seq: 5, keep: 2 }
                    error: 10003
                  - stream purge: { stream: A, seq: -5 }
                    error: 10025
                """);
    }

    @Test
    void purgeAndRmm_denied_areErrors() {
        passes("""
                streams: [ { name: A, subjects: [a], deny_delete: true, deny_purge: true } ]
                steps:
                  - pub: a one
                  - stream purge: A
                    error: 10110
                  - stream rmm: A 1
                    error: 10057
                  - stream edit: { stream: A, deny_purge: false }
                    error: 10052
                """);
    }

    @Test
    void rmm_removesOne_leavesAGap() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, count: 3 }
                  - stream rmm: A 2
                    expect: { success: true }
                  - stream rmm: A 2
                    error: 10043
                  - stream rmm: { stream: A, id: 3, no_erase: true }
                    expect: { success: true }
                  - stream info: { stream: A, deleted_details: true }
                    expect: { state: { messages: 1, last_seq: 3, num_deleted: 2, deleted: [2, 3] } }
                """);
    }

    @Test
    void info_ofASubjectFilter_countsEachSubject() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, count: 2 }
                  - pub: [ a.y, a.z.z ]
                  - stream info: { stream: A, subjects_filter: "a.*" }
                    expect: { state: { subjects: { equals: { a.x: 2, a.y: 1 } } } }
                  - stream info: { stream: A, subjects_filter: ">", offset: 1 }
                    expect: { state: { subjects: { equals: { a.y: 1, a.z.z: 1 } } } }
                  - stream nfo: A
                    expect: { state: { subjects: { absent: true } } }
                """);
    }

    @Test
    void verbs_wrongUse_showTheServersError() {
        fails(STREAM_A + """
                  - stream purge: { stream: A, seq: 5, keep: 2 }
                """, "t.yaml:3: stream purge: expected an answer, was the error 'bad request' (10003)");
        fails(
                STREAM_A + """
                  - pub: { subject: a.x, count: 2 }
                  - stream rmm: [ A 1, A 1 ]
                """,
                "t.yaml:4: stream rmm: [1]: expected an answer, was the error 'no message found (not found)' (10057)");
        fails(
                STREAM_A + """
                  - stream edit: { stream: A, storage: memory }
                """,
                "t.yaml:3: stream edit: expected an answer, was the error 'stream configuration update can not change"
                        + " storage type' (10052)");
    }

    private static String names(int count) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < count; i++) {
            names.append("{ name: S%03d, storage: memory }, ".formatted(i));
        }
        return names.substring(0, names.length() - 2);
    }

    @Test
    void add_wordsOfTheCli_areTheApisValues() {
        passes("""
                streams:
                  - { name: A, subjects: [a.>], retention: work, storage: m }
                  - { name: B, subjects: [b.>], retention: workq, storage: f }
                steps:
                  - stream info: A
                    expect: { config: { retention: workqueue, storage: memory } }
                  - stream info: B
                    expect: { config: { retention: workqueue, storage: file } }
                  - stream rmm: A 7
                    error: not found
                """);
    }
}

package dev.binrun.verb.stream;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests {@code stream get} and {@code stream view} on a real server. */
final class StreamReadTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>], allow_direct: true } ]
            steps:
              - pub: { subject: a.x, json: { n: 1 }, headers: { K: v, Many: [one, two], lower: case } }
              - pub: { subject: a.y, hex: ff00 }
              - pub: a.x three
            """;

    @Test
    void get_message_hasAllFields() {
        passes(STREAM_A + """
                  - stream get: A 1
                    expect: { message: { subject: a.x, data: '{"n":1}', json: { n: 1 }, size: 7, seq: 1, time: "<= ${now}",
                              headers: { equals: { K: v, Many: [one, two], lower: case } } } }
                  - stream get: { stream: A, seq: 2 }
                    expect: { message: { data: { hex: ff00 }, headers: { absent: true } } }
                  - stream get: { stream: A, id: 3 }
                    expect: { message: { data: three } }
                """);
    }

    @Test
    void get_byEveryArgument_ofTheLeader() {
        passes(STREAM_A + """
                  - stream get: { stream: A, last_for: a.x }
                    as: last
                    expect: { message: { seq: 3 } }
                  - stream get: { stream: A, last_by_subj: "a.*" }
                    expect: { message: { seq: 3 } }
                  - stream get: { stream: A, next_for: a.x, seq: 2 }
                    expect: { message: { seq: 3 } }
                  - stream get: { stream: A, next_by_subj: a.y }
                    expect: { message: { seq: 2 } }
                  - stream get: { stream: A, start_time: "${last.message.time}" }
                    expect: { message: { seq: 3 } }
                  - stream get: { stream: A, start_time: "2020-01-01T00:00:00Z", next_for: a.y }
                    expect: { message: { seq: 2 } }
                """);
    }

    @Test
    void get_noMessage_isNotFound() {
        passes(STREAM_A + """
                  - stream get: A 9
                    error: not found
                  - stream get: A 9
                    error: { code: 404, err_code: 10037 }
                  - stream get: { stream: A, last_for: a.nobody }
                    error: 10037
                  - stream get: { stream: A, seq: 9, direct: true }
                    error: not found
                  - stream get: { stream: A, last_for: a.nobody, direct: true }
                    error: { code: 404, description: "~ (?i)not found" }
                """);
    }

    @Test
    void get_contradictoryArguments_areRejectedByTheServer() {
        passes(STREAM_A + """
                  - stream get: A
                    error: 10003
                  - stream get: { stream: A, seq: 1, last_for: a.x }
                    error: 10003
                  - stream get: { stream: A, seq: 1, batch: 2, direct: false }
                    error: 10003
                  - stream get: { stream: A, seq: 1, last_for: a.x, direct: true }
                    error: { code: 408, description: Bad Request }
                  - stream get: { stream: A, direct: true }
                    error: { code: 408, description: Empty Request }
                  - stream get: { stream: A, last_for: a.x, batch: 2 }
                    error: { code: 408, description: Bad Request }
                """);
    }

    @Test
    void directGet_isTheSameMessage() {
        passes(STREAM_A + """
                  - stream get: { stream: A, seq: 1, direct: true }
                    as: direct
                    expect: { message: { subject: a.x, json: { n: 1 }, size: 7, seq: 1,
                              headers: { equals: { K: v, Many: [one, two], lower: case } } } }
                  - stream get: A 1
                    expect: { message: { time: "${direct.message.time}" } }
                  - stream get: { stream: A, last_for: a.x, direct: true }
                    expect: { message: { seq: 3, headers: { absent: true }, data: three } }
                  - stream get: { stream: A, seq: 1, no_headers: true }
                    expect: { message: { data: '{"n":1}', seq: { absent: true }, headers: { absent: true } } }
                """);
    }

    @Test
    void directGet_messageWithServerHeaders_keepsItsOwn() {
        passes("""
                streams: [ { name: A, subjects: [a], republish: { src: a, dest: b } }, { name: B, subjects: [b], allow_direct: true } ]
                steps:
                  - pub: a one
                  - stream get: { stream: B, seq: 1, direct: true }
                    within: 2s
                    expect: { message: { subject: b, seq: 1, headers: { Nats-Subject: a, Nats-Stream: A, Nats-Sequence: 1 } } }
                """);
    }

    @Test
    void directGet_ofSeveral_endsWithTheStatus() {
        passes(STREAM_A + """
                  - stream get: { stream: A, seq: 1, batch: 2 }
                    expect: { messages: [ { seq: 1, pending: 2, headers: { K: v, Nats-Num-Pending: { absent: true } } }, { seq: 2, pending: 1 } ],
                              received: 2, status: { code: 204, description: EOB, headers: { Nats-Num-Pending: 1, Nats-Last-Sequence: 2 } } }
                  - stream get: { stream: A, next_for: a.x, batch: 5 }
                    expect: { messages: [ { seq: 1 }, { seq: 3 } ], status: { code: 204 } }
                  - stream get: { stream: A, seq: 9, batch: 5 }
                    expect: { messages: [], status: { code: 404 } }
                  - stream get: { stream: A, seq: 1, batch: 3, max_bytes: 1 }
                    expect: { messages: [ { seq: 1 } ], status: { code: 204 } }
                """);
    }

    @Test
    void directGet_multiLast_hasPastState() {
        passes(STREAM_A + """
                  - stream get: A 2
                    as: second
                  - stream get: { stream: A, multi_last: [a.x, a.y] }
                    expect: { messages: [ { seq: 2, subject: a.y }, { seq: 3, subject: a.x } ], status: { code: 204, headers: { Nats-UpTo-Sequence: 3 } } }
                  - stream get: { stream: A, multi_last: "a.>", up_to_seq: 2 }
                    expect: { messages: [ { seq: 1 }, { seq: 2 } ] }
                  - stream get: { stream: A, multi_last: [a.>], up_to_time: "${second.message.time}" }
                    expect: { messages: [ { seq: 1 } ] }
                  - stream get: { stream: A, multi_last: [a.nobody] }
                    expect: { messages: [], status: { code: 404 } }
                  - stream get: { stream: A, multi_last: [a.>], up_to_seq: 2, up_to_time: "${second.message.time}" }
                    error: { code: 408 }
                """);
    }

    @Test
    void directGet_notAllowed_explainsTheFix() {
        fails(
                """
                streams: [ { name: A } ]
                steps:
                  - stream get: { stream: A, seq: 1, direct: true }
                """,
                "t.yaml:3: stream get: expected an answer, was the error 'no responders: no stream 'A' replies to"
                        + " direct gets (does it exist, and is its allow_direct true?)'");
        fails(
                """
                streams: [ { name: A } ]
                steps:
                  - stream get: { stream: A, seq: 1, batch: 4 }
                """,
                "t.yaml:3: stream get: expected an answer, was the error 'no responders: no stream 'A' replies to"
                        + " direct gets (does it exist, and is its allow_direct true?)'");
    }

    @Test
    void view_stream_returnsAllInOrder() {
        passes(STREAM_A + """
                  - stream view: A
                    expect: { messages: [ { seq: 1, headers: { K: v } }, { seq: 2, data: { hex: ff00 } }, { seq: 3, data: three } ], received: 3, cut: { absent: true } }
                  - stream view: A 1
                    expect: { messages: [ { seq: 1 } ] }
                  - stream view: { stream: A, from: 2, count: 1 }
                    expect: { messages: [ { seq: 2 } ] }
                  - stream view: { stream: A, id: 2 }
                    expect: { messages: [ { seq: 2 }, { seq: 3 } ] }
                  - stream view: { stream: A, subject: a.x }
                    expect: { messages: [ { seq: 1 }, { seq: 3 } ] }
                  - stream view: { stream: A, since: 1h }
                    expect: { messages: { size: 3 } }
                  - stream view: { stream: A, since: 0 }
                    expect: { messages: [] }
                  - stream view: { stream: A, from: 4 }
                    expect: { messages: [] }
                  - stream info: A
                    expect: { state: { consumer_count: 0 } }
                """);
    }

    @Test
    void view_ofAnEmptyStream_isEmpty() {
        passes("""
                streams: [ { name: A } ]
                steps:
                  - stream view: A
                    expect: { messages: [], received: 0 }
                  - pub: A one
                  - stream purge: A
                  - stream view: A
                    expect: { messages: [] }
                """);
    }

    @Test
    void view_longAndSparse_returnsAllInOrder() {
        passes("""
                streams: [ { name: A, subjects: [a.>], storage: memory, first_seq: 1000000, max_msgs_per_subject: 7000 } ]
                steps:
                  - pub: { subject: "a.old", count: 3 }
                  - pub: { subject: a.x, count: 12000, async: true, data: "${i}" }
                  - pub: { subject: "a.y", count: 2 }
                  - pub: { subject: a.x, count: 2000, async: true, data: "${i}" }
                  - stream view: { stream: A, keep: 20000 }
                    expect: { received: 7005, messages: { size: 7005, ordered: seq }, took: "< 5s" }
                  - stream view: { stream: A, subject: a.y }
                    expect: { messages: [ { seq: 1012003 }, { seq: 1012004 } ] }
                  - stream view: A
                    expect: { messages: { size: 1000 }, received: 7005, cut: "kept the first 1000 of 7005 (keep: 7005 keeps all)" }
                  - stream view: { stream: A, from: 1, count: 2000 }
                    expect: { messages: { size: 2000, ordered: seq }, received: 2000 }
                """);
    }

    @Test
    void expect_cutAnswer_provesOnlyFoundElements() {
        String published = """
                streams: [ { name: A, subjects: [a.>], storage: memory } ]
                steps:
                  - pub: { subject: a.x, data: "${i}", count: 1500, async: true }
                """;
        passes(published + """
                  - stream view: A
                    expect: { received: 1500, messages: { any: { data: 7 }, contains: [ { data: 8 } ] } }
                  - stream view: A
                    expect: { messages: { size: 1000 }, cut: "~ of 1500" }
                  - stream view: { stream: A, keep: 1500 }
                    expect: { messages: { size: 1500, none: { data: 1500 } } }
                """);
        breaks(
                published + """
                  - stream view: A
                    expect: { messages: { none: { data: 1400 } } }
                """,
                "t.yaml:4: stream view: messages: kept the first 1000 of 1500 (keep: 1500 keeps all): a statement"
                        + " about all elements cannot be judged by some of them");
    }
}

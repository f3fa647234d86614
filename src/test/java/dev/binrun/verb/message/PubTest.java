package dev.binrun.verb.message;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests {@code pub} on a real server. */
final class PubTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>], allow_msg_ttl: true } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 400ms } ]
            kv: [ { bucket: B, history: 5 } ]
            steps:
            """;

    @Test
    void count_eachWithItsIndex_isAcknowledged() {
        passes(STREAM_A + """
                  - pub: { subject: "a.${i}", data: "m-${i+1}", headers: { Nats-Expected-Last-Sequence: "${i}" }, count: 3 }
                    expect: { acked: 3, failed: 0, unknown: 0, first_seq: 1, last_seq: 3, duplicates: 0 }
                  - pub: { subject: a.x, count: 51..52, data: "${i}" }
                    expect: { acked: 2, first_seq: 4 }
                  - consumer next: { stream: A, consumer: c, batch: 5 }
                    expect: { messages: [ { subject: a.0, data: m-1 }, {data: m-2}, { subject: a.2, data: m-3 }, { data: 51 }, { data: 52 } ] }
                """);
    }

    @Test
    void pub_emptyReply_isNotAcknowledged() {
        fails(
                "steps:\n  - reply: a.x\n  - pub: { subject: a.x, count: 2 }\n",
                "t.yaml:3: pub: expected an answer, was the error 'the reply on a.x is empty, not a stream's"
                        + " acknowledgement: another program replies there (core: true publishes without a stream): 2"
                        + " of 2 not"
                        + " acknowledged (2 failed, 0 unknown)'");
    }

    @Test
    void async_manyAtOnce_stayInOrder() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, data: "m-${i}", count: 1500, async: true }
                    expect: { acked: 1500, first_seq: 1, last_seq: 1500 }
                  - consumer next: { stream: A, consumer: c, batch: 1500 }
                    expect: { messages: { size: 1500, ordered: seq, each: { data: "m-${i}", seq: "${i+1}" } } }
                """);
    }

    @Test
    void payload_everyKind_hasTheStatedBytes() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, data: 007 }
                  - pub: { subject: a.x, value: no }
                  - pub: { subject: a.x, json: { n: "${i}", f: 1.50, t: "007", l: [true, null], h: "<a=b&c>" } }
                  - pub: { subject: a.x, hex: ff 00 }
                  - pub: { subject: a.x, size: 3 }
                  - pub: a.x
                  - pub: a.x several  words
                  - pub: { subject: a.x, data: "$${i} [1" }
                  - consumer next: { stream: A, consumer: c, batch: 8 }
                    expect:
                      messages:
                        - { data: { equals: "007" }, size: 3, json: { absent: true } }
                        - { data: no }
                        - { data: '{"n":0,"f":1.50,"t":"007","l":[true,null],"h":"<a=b&c>"}', json: { n: 0, f: 1.5, l: [true, null] } }
                        - { data: { hex: ff00 }, size: 2 }
                        - { data: "\\0\\x01\\x02", size: 3 }
                        - { data: { equals: "" }, size: 0 }
                        - { data: several  words }
                        - { data: "$${i} [1", json: { absent: true } }
                """);
    }

    @Test
    void headers_valueOrList_arrive() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, headers: { One: x, Many: [y, "z-${i}"], Empty: "" } }
                  - pub: { subject: a.x }
                  - consumer next: { stream: A, consumer: c, batch: 2 }
                    expect:
                      messages:
                        - headers: { One: x, Many: [y, z-0], Empty: "", Other: { absent: true } }
                        - headers: {}
                """);
    }

    @Test
    void payload_keptTree_isSentAsItIs() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, headers: { One: x, Many: [y, z] }, data: "$${nope}" }
                  - consumer next: A c
                    as: got
                    expect: { messages: [ { data: "$${nope}" } ] }
                  - pub: { subject: a.y, headers: "${got.messages.0.headers}", data: "${got.messages.0.data}" }
                  - consumer next: A c
                    expect: { messages: [ { headers: { equals: "${got.messages.0.headers}" }, data: "${got.messages.0.data}" } ] }
                """);
    }

    @Test
    void msgId_again_isADuplicate() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, msg_id: "id-${i}", count: 3 }
                    expect: { duplicates: 0, last_seq: 3 }
                  - pub: { subject: a.x, msg_id: id-1 }
                    expect: { stream: A, seq: 2, duplicate: true }
                  - pub: { subject: a.x, msg_id: "id-${i}", count: 1..4 }
                    expect: { acked: 4, duplicates: 2, first_seq: 2, last_seq: 5 }
                  - stream info: A
                    expect: { state: { messages: 5 } }
                """);
    }

    @Test
    void ttl_passed_messageIsRemoved() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, ttl: 1s }
                    expect: { seq: 1, duplicate: false }
                  - stream info: A
                    within: 5s
                    expect: { state: { messages: 0 }, took: "> 100ms" }
                  - pub: { subject: a.x, ttl: soon }
                    error: 10165
                """);
    }

    @Test
    void core_withReply_isPublishedPlainly() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, core: true, reply: r.x, count: 2 }
                    expect: { published: 2, seq: { absent: true } }
                  - pub: { subject: nobody.listens, core: true }
                    expect: { published: 1 }
                  - stream info: A
                    within: 2s
                    expect: { state: { messages: 2 } }
                """);
    }

    @Test
    void listForm_errorMustHoldOfEach() {
        passes(STREAM_A + """
                  - pub: [ a.x, { subject: a.y, data: z } ]
                    as: all
                    expect: [ { seq: 1 }, { seq: 2 } ]
                  - pub: { subject: a.z, data: "${all.1.seq}" }
                    expect: { seq: "${all.1.seq+1}" }
                  - pub: [ b.x, b.y ]
                    error: no responders
                    expect: { took: "< 5s" }
                """);
    }

    @Test
    void listForm_oneWithoutError_fails() {
        fails(
                STREAM_A + """
                  - pub: [ b.x, b.y ]
                    error: no responders
                  - pub: [ { subject: b.x, core: true } ]
                    error: no responders
                """,
                "t.yaml:7: pub: [0]: expected the error 'no responders', was an answer: {\"published\":1,\"at\":\"");
    }

    @Test
    void pub_noStream_namesThat() {
        fails(
                STREAM_A + """
                  - pub: b.x hello
                """,
                "t.yaml:5: pub: expected an answer, was the error 'no responders on b.x: no stream has this subject"
                        + " (is the subject right? core: true publishes without a stream)'");
    }

    @Test
    void someOfCount_notAcknowledged_isAnError() {
        fails(
                STREAM_A + """
                  - pub: { subject: a.x, headers: { Nats-Expected-Last-Sequence: 0 }, count: 3 }
                """,
                "t.yaml:5: pub: expected an answer, was the error 'wrong last sequence: 1: 2 of 3 not acknowledged (2"
                        + " failed, 0 unknown)' (10071)");
    }

    @Test
    void partial_someNotAcknowledged_isCounted() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, headers: { Nats-Expected-Last-Sequence: 0 }, count: 3, partial: true }
                    expect: { acked: 1, failed: 2, unknown: 0, first_seq: 1, last_seq: 1 }
                """);
    }

    @Test
    void retry_neverAcknowledged_givesUpInTime() {
        passes(STREAM_A + """
                  - pub: { subject: b.x, retry: 600ms }
                    error: no responders
                    expect: { took: 400ms..5s }
                """);
    }

    @Test
    void retry_ofSeveral_endsWithTheFirstFailure() {
        fails(
                STREAM_A + """
                  - pub: { subject: b.x, retry: 300ms, count: 20 }
                """,
                "t.yaml:5: pub: expected an answer, was the error 'no responders on b.x: no stream has this subject"
                        + " (is the subject"
                        + " right? core: true publishes without a stream): 20 of 20 not acknowledged (1 failed, 0"
                        + " unknown,"
                        + " 19 not sent)'");
    }

    @Test
    void retry_partial_retriesEach() {
        passes(STREAM_A + """
                  - pub: { subject: "b.${i}", retry: 300ms, count: 2, partial: true }
                    expect: { acked: 0, failed: 2, took: ">= 600ms" }
                """);
    }

    @Test
    void batch_atomic_isAcknowledgedAtItsEnd() {
        passes(STREAM_A + """
                  - stream add: { name: C, subjects: [c], allow_atomic: true }
                  - pub: { subject: c, headers: { Nats-Batch-Id: b, Nats-Batch-Sequence: 1 } }
                  - pub: { subject: c, headers: { Nats-Batch-Id: b, Nats-Batch-Sequence: 2, Nats-Batch-Commit: 1 } }
                    expect: { stream: C, seq: 2, batch: b, count: 2 }
                """);
    }

    @Test
    void payload_cannotBeBuilt_isBroken() {
        breaks(STREAM_A + """
                  - pub: { subject: a.x, hex: "xy${i}" }
                    error: {}
                """, "t.yaml:5: pub: 'xy0' is not hexadecimal: string length not even: 3");
        breaks(
                STREAM_A + """
                  - pub: { subject: a.x, file: nowhere.bin }
                    error: {}
                """,
                "t.yaml:5: pub: the file 'nowhere.bin' does not exist (paths are relative to the scenario's folder)");
    }

    @Test
    void headers_invalid_showTheReason() {
        fails(
                STREAM_A + """
                  - pub: { subject: a.x, headers: { "a b": x } }
                """,
                "t.yaml:5: pub: expected an answer, was the error 'the headers were not sent: Header key has invalid"
                        + " character: 0x20'");
    }

    @Test
    void subject_withSpace_showsTheReason() {
        fails(
                STREAM_A + """
                  - pub: { subject: a b }
                """,
                "t.yaml:5: pub: expected an answer, was the error 'not sent to 'a b': Subject cannot contain space,"
                        + " tab, carriage return or linefeed character'");
    }

    @Test
    void pub_replyOfAService_isNotAcknowledged() {
        fails(
                STREAM_A + """
                  - pub: $JS.API.INFO
                """,
                "t.yaml:5: pub: expected an answer, was the error 'the reply on $JS.API.INFO is not a stream's"
                        + " acknowledgement:"
                        + " {\"type\":\"io.nats.jetstream.api.v1.account_info_response\",\"memory\":0,\"storage\":0,\"reserved_memory\":0,…'");
    }

    @Test
    void kept_missing_isBrokenAtItsPlace() {
        breaks(STREAM_A + """
                  - pub: a.x
                    as: kept
                  - pub: { subject: a.x, data: "v-${kept.nope}" }
                    expect: { seq: 2 }
                """, "t.yaml:7:32: '${kept.nope}': kept has no 'nope' (known: stream, seq, at, took)");
    }

    @Test
    void payload_aboveTheLimit_failsAtOnceAndKeepsTheConnection() {
        passes("""
                timeout: 4s
                server: { config: { max_payload: 1KB } }
                streams: [ { name: A, subjects: [a.>] } ]
                steps:
                  - sub: plain
                    as: plain
                  - pub: { subject: a.x, size: 1025 }
                    error: { description: "Maximum Payload Violation: maximum payload exceeded" }
                  - pub: { subject: a.x, size: 1000, headers: { H: a header that counts too } }
                    error: maximum payload
                  - pub: { subject: a.x, size: 1025, core: true }
                    error: maximum payload
                  - pub: { subject: a.x, size: 1025, count: 3, async: true, partial: true }
                    expect: { acked: 0, failed: 3, unknown: 0 }
                  - request: { subject: a.x, size: 1025 }
                    error: maximum payload
                  - request: { subject: a.x, size: 1025, replies: 2 }
                    error: maximum payload
                  - pub: { subject: a.x, size: 1024 }
                    expect: { seq: 1 }
                  - server log: { grep: maximum payload }
                    expect: { lines: { size: 0 } }
                """);
    }

    @Test
    void body_asInTheNatsCli_isThePayload() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, body: hello }
                  - stream get: A 1
                    expect: { message: { data: hello } }
                """);
    }

    @Test
    void json_scalar_isBesideTheData() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, json: 42 }
                  - pub: { subject: a.x, json: true }
                  - pub: { subject: a.x, json: "a text" }
                  - pub: { subject: a.x, data: 42nd }
                  - stream view: A
                    expect:
                      messages:
                        - { data: 42, json: 42 }
                        - { data: "true", json: true }
                        - { data: '"a text"', json: a text }
                        - { data: 42nd, json: { absent: true } }
                """);
    }
}

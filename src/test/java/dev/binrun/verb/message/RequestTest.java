package dev.binrun.verb.message;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests {@code request} and {@code reply} on a real server. */
final class RequestTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>], allow_direct: true } ]
            steps:
            """;

    @Test
    void reply_textsOfTheRequest_areUsed() {
        passes("""
                steps:
                  - reply:
                      subject: svc.>
                      json: { n: "${i}", to: "${request.tokens.1}", id: "${request.json.id}", all: "${request.data}", whole: "${request.json}" }
                      headers: { Trace: "${request.headers.Trace}", Many: [a, "${request.subject}"], Size: "${request.size}" }
                  - request: { subject: svc.one.x, json: { id: 7 }, headers: { Trace: abc } }
                    expect: { message: { json: { equals: { n: 0, to: one, id: 7, all: '{"id":7}', whole: { id: 7 } } }, headers: { equals: { Trace: abc, Many: [a, svc.one.x], Size: "8" } } } }
                  - request: { subject: svc.two, json: { id: x }, headers: { Trace: [1, 2] } }
                    expect: { message: { json: { n: 1, to: two, id: x }, headers: { Trace: '["1","2"]' } } }
                """);
    }

    @Test
    void reply_positionalAndEcho_work() {
        passes("""
                steps:
                  - reply: svc.a got ${request.data} at ${i+1}
                  - request: svc.a some  words
                    expect: { message: { data: got some  words at 1, size: 20, status: { absent: true } } }
                  - reply: { subject: svc.b, echo: true, headers: { By: me } }
                  - request: { subject: svc.b, hex: ff00, headers: { X: [1, 2] } }
                    expect: { message: { data: { hex: ff00 }, headers: { equals: { By: me, X: ["1", "2"] } } } }
                  - reply: svc.c
                  - request: svc.c
                    expect: { message: { data: "", size: 0 } }
                """);
    }

    @Test
    void reply_cannotBeBuilt_isAServiceErrorAndFailsAtTheEnd() {
        breaks("""
                streams: [ { name: A } ]
                steps:
                  - reply: { subject: svc.a, data: "${request.headers.Id}" }
                  - request: svc.a
                    expect: { message: { headers: { Nats-Service-Error-Code: 500, Nats-Service-Error: "~ has no 'Id'" } } }
                """, "reply: request 0 on svc.a got no reply: '${request.headers.Id}': request.headers has no 'Id'");
    }

    @Test
    void replies_several_areCollected() {
        passes("""
                steps:
                  - reply: [ svc first, svc second, { subject: svc, queue: q, data: third }, { subject: svc, queue: q, data: third } ]
                  - request: { subject: svc, replies: 3 }
                    expect: { messages: { size: 3, contains: [ { data: first }, { data: second }, { data: third } ] }, status: { absent: true }, took: "< 3s" }
                  - request: { subject: svc, replies: 4, timeout: 300ms }
                    expect: { messages: { size: 3 }, received: 3, took: 300ms..3s }
                  - request: { subject: svc, replies: 4, reply_timeout: 200ms }
                    expect: { messages: { size: 3 }, took: "< 4s" }
                  - request: { subject: svc, replies: 0, timeout: 300ms, keep: 1 }
                    expect: { messages: { size: 1 }, received: 3, cut: "~ kept the first 1 of 3" }
                """);
    }

    @Test
    void waitForEmpty_collectsUntilThen() {
        passes("""
                steps:
                  - reply: [ svc first, { subject: svc, sleep: 300ms } ]
                  - request: { subject: svc, wait_for_empty: true }
                    expect: { messages: [ { data: first } ], took: 200ms..4s }
                """);
    }

    @Test
    void sleep_longerThanTheTimeout_isATimeout() {
        passes("""
                steps:
                  - reply: { subject: svc, sleep: 20s }
                  - request: { subject: svc, timeout: 200ms }
                    error: timeout
                    expect: { took: 200ms..4s }
                  - request: { subject: svc, timeout: 200ms, replies: 2 }
                    error: timeout
                """);
    }

    @Test
    void count_reached_sendsNoMoreReplies() {
        passes("""
                steps:
                  - reply: { subject: svc, count: 2, data: "${i}" }
                  - request: [ svc, svc ]
                    expect: [ { message: { data: 0 } }, { message: { data: 1 } } ]
                  - request: svc
                    error: no responders
                """);
    }

    @Test
    void request_noListener_isNoResponders() {
        fails("""
                streams: [ { name: A } ]
                steps:
                  - request: nobody.listens
                """, "t.yaml:3: request: expected an answer, was the error 'no responders on nobody.listens'");
        fails("""
                streams: [ { name: A } ]
                steps:
                  - request: { subject: nobody.listens, replies: 2 }
                """, "t.yaml:3: request: expected an answer, was the error 'no responders on nobody.listens'");
    }

    @Test
    void request_noReplyInTime_isATimeout() {
        fails("""
                streams: [ { name: A } ]
                steps:
                  - reply: { subject: svc, sleep: 20s }
                  - request: { subject: svc, timeout: 100ms }
                """, "t.yaml:4: request: expected an answer, was the error 'timeout: no reply on svc within 100ms'");
    }

    @Test
    void api_error_isAnAnswer() {
        passes(STREAM_A + """
                  - request: { subject: $JS.API.STREAM.INFO.NOPE }
                    expect: { message: { json: { error: { code: 404, err_code: 10059, description: stream not found } } } }
                  - request: { subject: $JS.API.STREAM.INFO.A, json: { deleted_details: true } }
                    expect: { message: { json: { config: { name: A } } } }
                """);
    }

    @Test
    void api_statuses_areAnswers() {
        passes(STREAM_A + """
                  - pub: [ a.x 1, a.y 2 ]
                  - request: { subject: $JS.API.DIRECT.GET.A, json: { seq: 9 } }
                    expect: { message: { size: 0, status: { code: 404, description: Message Not Found } } }
                  - request: { subject: $JS.API.DIRECT.GET.A, json: { multi_last: ["a.>"] }, replies: 10 }
                    expect: { messages: [ { data: 1, headers: { Nats-Sequence: 1 } }, { data: 2 } ], status: { code: 204 }, took: "< 4s" }
                  - request: { subject: $JS.API.DIRECT.GET.A, json: { multi_last: [b] }, replies: 10 }
                    expect: { messages: [], status: { code: 404 } }
                """);
    }

    @Test
    void within_serviceStartsLater_waitsForIt() {
        fails(STREAM_A + """
                  - request: svc.a
                    within: 100ms
                    expect: { message: { data: x } }
                """, "t.yaml:3: request: expected an answer, was the error 'no responders on svc.a'");
    }
}

package dev.binrun.verb.message;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests requests whose reply has a subject of its own, such as a message of a consumer, on a real server. */
final class RequestInboxTest {
    private static final String STREAM_A = """
            streams: [ { name: A, subjects: [a.>] } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 30s } ]
            steps:
            """;

    @Test
    void request_rawPull_returnsTheMessage() {
        passes(STREAM_A + """
                  - pub: { subject: a.x, data: "m${i}", count: 2 }
                  - request: $JS.API.CONSUMER.MSG.NEXT.A.c
                    expect: { message: { subject: a.x, data: m0, seq: 1, deliveries: 1, status: { absent: true } } }
                  - request: { subject: $JS.API.CONSUMER.MSG.NEXT.A.c, json: { batch: 1, no_wait: true } }
                    expect: { message: { data: m1, pending: 0 } }
                  - request: { subject: $JS.API.CONSUMER.MSG.NEXT.A.c, json: { batch: 1, no_wait: true } }
                    expect: { message: { status: { code: 404, description: No Messages } } }
                  - consumer info: A c
                    expect: { num_ack_pending: 2, num_waiting: 0 }
                """);
    }

    @Test
    void request_heartbeatsFirst_returnsTheMessage() {
        passes(STREAM_A + """
                  - parallel:
                      - - request: { subject: $JS.API.CONSUMER.MSG.NEXT.A.c, json: { batch: 1, expires: 4000000000, idle_heartbeat: 50000000 } }
                          expect: { message: { data: late } }
                      - - sleep: 300ms
                        - pub: a.x late
                """);
    }

    @Test
    void request_otherMessageExpected_fails() {
        fails(STREAM_A + """
                  - pub: a.x one
                  - request: $JS.API.CONSUMER.MSG.NEXT.A.c
                    expect: { message: { data: two } }
                """, "t.yaml:5: request: message.data: expected 'two', was 'one'");
    }

    @Test
    void request_noResponder_fails() {
        passes(STREAM_A + """
                  - request: nobody.there
                    error: no responders
                  - sub: somebody.silent
                  - request: { subject: somebody.silent, timeout: 200ms }
                    error: timeout
                  - request: { subject: $JS.API.CONSUMER.MSG.NEXT.A.c, json: { batch: 1 }, timeout: 200ms }
                    error: timeout
                """);
    }
}

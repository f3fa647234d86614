package dev.binrun.verb;

import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests more pending bytes than jnats and a connection of the server hold by default, which is 64 MiB. */
@Tag("slow")
final class LargeMessagesTest {
    private static final String HUNDRED_MIB = """
            timeout: 120s
            streams: [ { name: A, subjects: [a.>], allow_direct: true } ]
            consumers: [ { stream: A, durable_name: c, ack_wait: 60s }, { stream: A, durable_name: d, ack_wait: 60s } ]
            steps:
              - sub: a.>
                as: seen
              - consumer sub: { stream: A, consumer: d, ack: none }
                as: read
              - pub: { subject: a.x, size: 1000000, count: 100 }
            """;

    @Test
    void next_hundredMessagesOfAMegabyte_returnsAll() {
        passes(HUNDRED_MIB + """
                  - collect: seen
                    within: 60s
                    expect: { messages: { size: 100, each: { size: 1000000 } }, dropped: { absent: true } }
                  - collect: read
                    within: 60s
                    expect: { messages: { size: 100, each: { size: 1000000 } } }
                  - consumer next: { stream: A, consumer: c, batch: 100, ack: none, expires: 60s }
                    expect: { messages: { size: 100, each: { size: 1000000, seq: "${i+1}" } } }
                """);
    }

    @Test
    void request_hundredMessagesOfAMegabyte_returnsAll() {
        passes("""
                timeout: 120s
                streams: [ { name: A, subjects: [a.>] } ]
                consumers: [ { stream: A, durable_name: c, ack_wait: 60s } ]
                steps:
                  - pub: { subject: a.x, size: 1000000, count: 100 }
                  - stream view: A
                    expect: { messages: { size: 100, each: { size: 1000000, seq: "${i+1}" } } }
                  - request: { subject: $JS.API.CONSUMER.MSG.NEXT.A.c, json: { batch: 100 }, replies: 100, timeout: 60s }
                    expect: { messages: { size: 100, each: { size: 1000000 } } }
                """);
    }
}

package dev.binrun.verb.consumer;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Tests {@code consumer ack} on a real server. */
final class ConsumerAckTest {
    private static final String KEPT = """
            streams: [ { name: A, subjects: [a.>] } ]
            consumers: [ { stream: A, durable_name: c } ]
            steps:
              - pub: { subject: a.x, data: "${i}", count: 4 }
              - consumer next: { stream: A, consumer: c, batch: 4, ack: none }
                as: kept
            """;

    @Test
    void ack_messageListOrAnswer_settlesAll() {
        passes(KEPT + """
                  - consumer ack: ${kept.messages.2}
                    expect: { settled: 1 }
                  - consumer info: A c
                    expect: { num_ack_pending: 3 }
                  - consumer ack: { messages: ["${kept.messages.0}", "${kept.messages.1}"] }
                    expect: { settled: 2 }
                  - consumer ack: ${kept.messages}
                    expect: { settled: 4 }
                  - consumer ack: ${kept}
                    expect: { settled: 4 }
                  - consumer info: A c
                    expect: { num_ack_pending: 0, ack_floor: { stream_seq: 4 } }
                """);
    }

    @Test
    void ack_everyKind_hasItsEffect() {
        passes(KEPT + """
                  - consumer ack: { messages: "${kept.messages.3}", ack: nak }
                  - consumer ack: { messages: "${kept.messages.2}", ack: nak, delay: 10m }
                  - consumer ack: { messages: "${kept.messages.1}", ack: term, reason: no such product }
                  - consumer ack: { messages: "${kept.messages.0}", ack: in_progress }
                  - consumer next: { stream: A, consumer: c, batch: 2, expires: 200ms }
                    expect: { messages: [ { data: "3", deliveries: 2 } ] }
                  - consumer info: A c
                    expect: { num_ack_pending: 2 }
                """);
    }

    @Test
    void ack_answersOfAList_settlesAll() {
        passes(KEPT + """
                  - consumer ack: ${kept}
                  - pub: { subject: a.x, count: 2 }
                  - consumer next:
                      - { stream: A, consumer: c, ack: none }
                      - { stream: A, consumer: c, ack: none }
                    as: two
                  - consumer ack: ${two}
                    expect: { settled: 2 }
                """);
    }

    @Test
    void ack_messageWithoutConsumer_isBroken() {
        breaks(
                KEPT + """
                  - stream info: A
                    as: other
                  - consumer ack: ${other}
                """,
                "t.yaml:9:19: only a message that a consumer delivered can be settled (its 'reply' is $JS.ACK.…), this"
                        + " one is not a message");
    }

    @Test
    void ack_answerWithoutMessages_settlesNone() {
        passes(KEPT + """
                  - consumer next: { stream: A, consumer: c, no_wait: true }
                    as: nothing
                  - consumer ack: ${nothing}
                    expect: { settled: 0 }
                """);
    }

    @Test
    void ack_replyIsNotAnAckSubject_isBroken() {
        breaks(
                KEPT + """
                  - consumer ack: { messages: { subject: x, data: "", reply: "_INBOX.${kept.messages.0.seq}" } }
                """,
                "t.yaml:7:31: only a message that a consumer delivered can be settled (its 'reply' is $JS.ACK.…), this"
                        + " one has reply: \"_INBOX.1\"");
    }

    @Test
    void ack_consumerRemoved_hasNoResponders() {
        fails(
                KEPT + """
                  - consumer rm: A c
                  - consumer ack: ${kept.messages.2}
                """,
                "t.yaml:8: consumer ack: expected an answer, was the error 'no responders: nothing took the ack of"
                        + " message 3"
                        + " (was the consumer removed? with ack_policy none, state ack: none)'");
    }
}

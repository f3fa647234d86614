package dev.binrun.scenario;

import org.junit.jupiter.api.Test;

/** Problems at load of wrong arguments of the consumer verbs. */
final class ConsumerArgumentsTest {
    @Test
    void add_twoNamesOfOneArgument_isInvalid() {
        wrong("consumer add: { stream: A, consumer: c, durable_name: d }", "d", """
                'durable_name' is another name of 'consumer'; remove one of them""");
        wrong("consumer add: { stream: A, consumer: c, ephemeral: true, durable_name: d }", "d", """
                a consumer with ephemeral: true has no durable name; state 'name'""");
        wrong("consumer add: { stream: A, consumer: c, filter: a, filter_subject: b }", "a", """
                'filter' stands for 'filter_subject', which is stated already; remove one of them""");
        wrong("consumer add: { stream: A, consumer: c, pinned_groups: [g], priority_policy: none }", "[g]", """
                'pinned_groups' stands for 'priority_policy', which is stated already; remove one of them""");
        wrong("consumer add: { stream: A, consumer: c, pause: soon }", "soon", """
                'pause' must be a time such as 2026-01-31T12:00:00Z or a duration such as 2s, this is 'soon'""");
    }

    @Test
    void edit_unknownField_hintsAtTheNearest() {
        wrong("consumer edit: { stream: A, consumer: c, max_delivery: 3 }", "max_delivery:", """
                'consumer edit' has no 'max_delivery' (did you mean 'max_deliver'?)""");
        wrong("consumer edit: { stream: A, max_deliver: 3 }", "{", "'consumer edit' needs 'consumer'");
    }

    @Test
    void consumer_missing_isInvalid() {
        wrong("consumer info: A", "A", "'consumer info' needs 'consumer'");
        wrong("consumer rm: A", "A", "'consumer rm' needs 'consumer'");
        wrong("consumer resume: A", "A", "'consumer resume' needs 'consumer'");
        wrong("consumer reset: { stream: A, consumer: c, seq: first }", "first", """
                'seq' must be a whole number, this is 'first'""");
        wrong(
                "consumer pause: A c",
                "A",
                "'consumer pause' needs 'until', the end of the pause: a time, or a duration from now");
        wrong("consumer pause: A c tomorrow", "A", """
                'until' must be a time such as 2026-01-31T12:00:00Z or a duration such as 2s, this is 'tomorrow'""");
    }

    @Test
    void next_contradictoryAck_isInvalid() {
        wrong("consumer next: { stream: A, consumer: c, delay: 1s }", "1s", "delay needs ack: nak, this is ack: ack");
        wrong("consumer next: { stream: A, consumer: c, ack: nak, reason: no }", "no", """
                reason needs ack: term, this is ack: nak""");
        wrong("consumer next: { stream: A, consumer: c, ack: nack }", "nack", """
                'ack' must be one of ack, nak, term, in_progress, none, this is 'nack' (did you mean 'ack'?)""");
    }

    @Test
    void ack_notAMessage_isInvalid() {
        wrong("consumer ack: { messages: { subject: s, data: d } }", "{", """
                only a message that a consumer delivered can be settled (its 'reply' is $JS.ACK.…), this one has no reply: was it \
                read with 'stream get' or 'sub'?""");
        wrong("consumer ack: { messages: { reply: _INBOX.x } }", "{", """
                only a message that a consumer delivered can be settled (its 'reply' is $JS.ACK.…), this one has reply: \
                "_INBOX.x\"""");
        wrong("consumer ack: { messages: { a: 1 } }", "{", """
                only a message that a consumer delivered can be settled (its 'reply' is $JS.ACK.…), this one is not a message""");
        wrong("consumer ack: { messages: { reply: $JS.ACK.x }, ack: none }", "none", """
                ack: none settles nothing: choose ack, nak, term or in_progress""");
        wrong("consumer ack: hello", "hello", """
                'messages' must be a map (the messages that a step kept with 'as': a message, a list of them, or a whole answer), \
                this is 'hello'""");
        wrong("consumer next: { stream: A, consumer: c, nak: true, ack: term }", "true", """
                a message is settled in one way; state only one of ack, nak and term""");
    }

    @Test
    void sub_noConsumerOrOrderedWithOne_isInvalid() {
        wrong("consumer sub: A", "A", """
                'consumer sub' needs 'consumer', or ordered: true for a consumer of its own""");
        wrong("consumer sub: { stream: A, consumer: c, ordered: true }", "c", """
                ordered: true creates a consumer of its own, so 'consumer' cannot be stated; remove one of them""");
        wrong("consumer sub: { stream: A, ordered: true, ack: nak }", "nak", """
                ordered: true uses ack_policy none, which settles nothing; remove it""");
        wrong("consumer sub: { stream: A, ordered: true, max_deliver: 3 }", "3", """
                ordered: true determines 'max_deliver'; remove it""");
        wrong("consumer sub: { stream: A, ordered: true, deliver_group: g }", "g", """
                with ordered: true the consumer is a pull consumer without a deliver group; remove it""");
        wrong("consumer sub: { stream: A, consumer: c, headers_only: true }", "true", """
                'headers_only' needs ordered: true, which creates a consumer; an existing one has its own value""");
    }

    /** Asserts that the only step has a problem, at the last place of a text in it. */
    private static void wrong(String step, String at, String message) {
        ScenarioAssertions.wrong(
                "steps:\n  - " + step + "\n  - stream info: A\n    expect: { x: 1 }\n",
                "2:" + (step.lastIndexOf(at) + 5) + ": " + message.strip());
    }
}

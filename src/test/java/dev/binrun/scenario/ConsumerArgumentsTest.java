package dev.binrun.scenario;

import org.junit.jupiter.api.Test;

/** Problems at load of wrong arguments of the consumer verbs. */
final class ConsumerArgumentsTest {
    @Test
    void add_twoNamesOfOneArgument_isInvalid() {
        wrong("consumer add: { stream: A, consumer: c, durable_name: d }", "d", """
                'durable_name' is another name of 'consumer'; remove one of them""");
        wrong("consumer add: { stream: A, consumer: c, ephemeral: true, durable_name: d }", "d", """
                with ephemeral: true there is no durable name, only a name""");
        wrong("consumer add: { stream: A, consumer: c, filter: a, filter_subject: b }", "a", """
                'filter' stands for 'filter_subject', which is here already""");
        wrong("consumer add: { stream: A, consumer: c, pinned_groups: [g], priority_policy: none }", "[g]", """
                'pinned_groups' stands for 'priority_policy', which is here already""");
        wrong("consumer add: { stream: A, consumer: c, pause: soon }", "soon", """
                'pause' must be a time such as 2026-01-31T12:00:00Z or a duration such as 2s, this is 'soon'""");
    }

    @Test
    void edit_unknownField_hintsAtTheNearest() {
        wrong("consumer edit: { stream: A, consumer: c, max_delivery: 3 }", "max_delivery:", """
                'consumer edit' has no 'max_delivery' (did you mean 'max_deliver'?)""");
        wrong("consumer edit: { stream: A, max_deliver: 3 }", "{", "'consumer edit' needs 'consumer', the consumer");
    }

    @Test
    void consumer_missing_isInvalid() {
        wrong("consumer info: A", "A", "'consumer info' needs 'consumer', the consumer");
        wrong("consumer rm: A", "A", "'consumer rm' needs 'consumer', the consumer");
        wrong("consumer resume: A", "A", "'consumer resume' needs 'consumer', the consumer");
        wrong("consumer reset: { stream: A, consumer: c, seq: first }", "first", """
                'seq' must be a whole number, this is 'first'""");
        wrong("consumer pause: A c", "A", "'consumer pause' needs 'until', a time, or for how long from now");
        wrong("consumer pause: A c tomorrow", "A", """
                'until' must be a time such as 2026-01-31T12:00:00Z or a duration such as 2s, this is 'tomorrow'""");
    }

    @Test
    void next_contradictoryAck_isInvalid() {
        wrong(
                "consumer next: { stream: A, consumer: c, delay: 1s }",
                "1s",
                "delay belongs to ack: nak, this is ack: ack");
        wrong("consumer next: { stream: A, consumer: c, ack: nak, reason: no }", "no", """
                reason belongs to ack: term, this is ack: nak""");
        wrong("consumer next: { stream: A, consumer: c, ack: nack }", "nack", """
                'ack' must be one of ack, nak, term, in_progress, none, this is 'nack' (did you mean 'ack'?)""");
    }

    @Test
    void ack_notAMessage_isInvalid() {
        wrong("consumer ack: { messages: { subject: s, data: d } }", "{", """
                only a message that a consumer delivered can be settled (its 'reply' is $JS.ACK.…), this has none: was it \
                read with 'stream get' or 'sub'?""");
        wrong("consumer ack: { messages: { reply: _INBOX.x } }", "{", """
                only a message that a consumer delivered can be settled (its 'reply' is $JS.ACK.…), this has reply: \
                "_INBOX.x\"""");
        wrong("consumer ack: { messages: { a: 1 } }", "{", """
                only a message that a consumer delivered can be settled (its 'reply' is $JS.ACK.…), this is no message""");
        wrong("consumer ack: { messages: { reply: $JS.ACK.x }, ack: none }", "none", """
                ack: none settles nothing: choose ack, nak, term or in_progress""");
        wrong("consumer ack: hello", "hello", """
                'messages' must be a map (what a step kept with 'as': a message, a list of them, or a whole answer), \
                this is 'hello'""");
        wrong("consumer next: { stream: A, consumer: c, nak: true, ack: term }", "true", """
                a message is settled in one way: ack, nak or term""");
    }

    @Test
    void sub_noConsumerOrOrderedWithOne_isInvalid() {
        wrong("consumer sub: A", "A", """
                'consumer sub' needs 'consumer', the consumer, or ordered: true for one of its own""");
        wrong("consumer sub: { stream: A, consumer: c, ordered: true }", "c", """
                with ordered: true the consumer is made here, and has no name""");
        wrong("consumer sub: { stream: A, ordered: true, ack: nak }", "nak", """
                with ordered: true nothing is settled: the consumer's ack_policy is none""");
        wrong("consumer sub: { stream: A, ordered: true, max_deliver: 3 }", "3", """
                'max_deliver' is part of what makes a consumer ordered, and cannot be chosen here""");
        wrong("consumer sub: { stream: A, ordered: true, deliver_group: g }", "g", """
                with ordered: true nobody shares the consumer: it is pulled from""");
        wrong("consumer sub: { stream: A, consumer: c, headers_only: true }", "true", """
                'headers_only' belongs to ordered: true, where the consumer is made here; this one has its own""");
    }

    /** Asserts that the only step has a problem, at the last place of a text in it. */
    private static void wrong(String step, String at, String message) {
        ScenarioAssertions.wrong(
                "steps:\n  - " + step + "\n  - stream info: A\n    expect: { x: 1 }\n",
                "2:" + (step.lastIndexOf(at) + 5) + ": " + message.strip());
    }
}

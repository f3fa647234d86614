package dev.binrun.verb.consumer;

import static dev.binrun.verb.VerbType.background;
import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.takes;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of consumers, in the order of the reference. */
public final class ConsumerVerbs {
    /** All verbs of the family. */
    public static final List<VerbType> ALL = List.of(
            writes("consumer add", ConsumerAdd.class, "consumer create", "consumer new")
                    .creating("consumers")
                    .answering("Consumer"),
            writes("consumer edit", ConsumerEdit.class, "consumer update").answering("Consumer"),
            reads("consumer info", ConsumerInfo.class, "consumer nfo").answering("Consumer"),
            reads("consumer ls", ConsumerLs.class, "consumer list")
                    .answering(
                            "{type: text, total: number, consumers: [ConsumerInfo], missing: [text], offline: {*: text}}"),
            writes("consumer rm", ConsumerRm.class, "consumer delete", "consumer del")
                    .answering("Success"),
            takes("consumer next", ConsumerNext.class)
                    .answering("Gathered | Earlier | {messages: [Message], status: Status, reason: text}"),
            background("consumer sub", ConsumerSub.class)
                    .answering(AnswerForm.of("Consumer").gathers("Consumed")),
            writes("consumer ack", ConsumerAck.class).answering("{settled: number}"),
            writes("consumer pause", ConsumerPause.class)
                    .answering("{type: text, paused: boolean, pause_until: time, pause_remaining: duration}"),
            writes("consumer resume", ConsumerResume.class)
                    .answering("{type: text, paused: boolean, pause_until: time, pause_remaining: duration}"),
            writes("consumer reset", ConsumerReset.class).answering("Consumer | {reset_seq: number}"),
            writes("consumer unpin", ConsumerUnpin.class).answering("{type: text}"));

    private ConsumerVerbs() {}
}

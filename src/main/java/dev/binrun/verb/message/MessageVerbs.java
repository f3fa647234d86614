package dev.binrun.verb.message;

import static dev.binrun.verb.VerbType.background;
import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs that publish, subscribe, request and reply, in the order of the reference. */
public final class MessageVerbs {
    /** The answer of a request that collects several replies. */
    private static final String REPLIES = "Earlier | Gathered | {messages: [Message], status: Status}";

    /** All verbs of the family. */
    public static final List<VerbType> ALL = List.of(
            writes("pub", Pub.class, "publish")
                    .answering(AnswerForm.of("Ack")
                            .when("core", "{published: number}")
                            .when("count", "{acked failed unknown first_seq last_seq duplicates: number}")),
            background("sub", Sub.class, "subscribe")
                    .answering(AnswerForm.of("{subjects: [text], queue: text}").gathers("Heard")),
            reads("request", Request.class, "req")
                    .answering(AnswerForm.of("Earlier | {message: Message | {status: Status}}")
                            .when("replies", REPLIES)
                            .when("wait_for_empty", REPLIES)),
            background("reply", Reply.class)
                    .answering(AnswerForm.of("{subject queue: text}").gathers("Heard | {unanswered: number}")));

    private MessageVerbs() {}
}

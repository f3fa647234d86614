package dev.binrun.verb.message;

import static dev.binrun.verb.VerbType.background;
import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of messages, in the order of the reference. */
public final class MessageVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("pub", Pub.class, "publish"),
            background("sub", Sub.class, "subscribe"),
            reads("request", Request.class, "req"),
            background("reply", Reply.class));

    private MessageVerbs() {}
}

package dev.binrun.verb.consumer;

import static dev.binrun.verb.VerbType.background;
import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.takes;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of consumers, in the order of the reference. */
public final class ConsumerVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("consumer add", ConsumerAdd.class, "consumer create", "consumer new"),
            writes("consumer edit", ConsumerEdit.class, "consumer update"),
            reads("consumer info", ConsumerInfo.class, "consumer nfo"),
            reads("consumer ls", ConsumerLs.class, "consumer list"),
            writes("consumer rm", ConsumerRm.class, "consumer delete", "consumer del"),
            takes("consumer next", ConsumerNext.class),
            background("consumer sub", ConsumerSub.class),
            writes("consumer ack", ConsumerAck.class),
            writes("consumer pause", ConsumerPause.class),
            writes("consumer resume", ConsumerResume.class),
            writes("consumer reset", ConsumerReset.class),
            writes("consumer unpin", ConsumerUnpin.class));

    private ConsumerVerbs() {}
}

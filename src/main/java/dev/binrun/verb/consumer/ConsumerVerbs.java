package dev.binrun.verb.consumer;

import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of consumers, in the order of the reference. */
public final class ConsumerVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("consumer add", ConsumerAdd.class, "consumer create", "consumer new"),
            writes("consumer next", ConsumerNext.class));

    private ConsumerVerbs() {}
}

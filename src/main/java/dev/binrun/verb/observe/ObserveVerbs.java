package dev.binrun.verb.observe;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of what the server says of itself, in the order of the reference. */
public final class ObserveVerbs {
    public static final List<VerbType> ALL = List.of();

    private ObserveVerbs() {}
}

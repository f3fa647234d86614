package dev.binrun.verb.object;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of object stores, in the order of the reference. */
public final class ObjectVerbs {
    public static final List<VerbType> ALL = List.of();

    private ObjectVerbs() {}
}

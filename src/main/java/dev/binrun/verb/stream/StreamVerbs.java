package dev.binrun.verb.stream;

import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of streams, in the order of the reference. */
public final class StreamVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("stream add", StreamAdd.class, "stream create", "stream new"),
            reads("stream info", StreamInfo.class, "stream nfo", "stream i"));

    private StreamVerbs() {}
}

package dev.binrun.verb.stream;

import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of streams, in the order of the reference. */
public final class StreamVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("stream add", StreamAdd.class, "stream create", "stream new"),
            writes("stream edit", StreamEdit.class, "stream update"),
            reads("stream info", StreamInfo.class, "stream nfo", "stream i"),
            reads("stream ls", StreamLs.class, "stream list", "stream l"),
            writes("stream rm", StreamRm.class, "stream delete", "stream del"),
            writes("stream purge", StreamPurge.class),
            writes("stream seal", StreamSeal.class),
            reads("stream get", StreamGet.class),
            reads("stream view", StreamView.class),
            writes("stream rmm", StreamRmm.class));

    private StreamVerbs() {}
}

package dev.binrun.verb.stream;

import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of streams, in the order of the reference. */
public final class StreamVerbs {
    /** The answer of a direct get that can find several messages. */
    private static final String DIRECT = "Gathered | {messages: [Stored | {pending: number}], status: Status}";

    /** All verbs of the family. */
    public static final List<VerbType> ALL = List.of(
            writes("stream add", StreamAdd.class, "stream create", "stream new")
                    .creating("streams")
                    .answering("Stream | {did_create: boolean}"),
            writes("stream edit", StreamEdit.class, "stream update").answering("Stream"),
            reads("stream info", StreamInfo.class, "stream nfo", "stream i")
                    .answering(AnswerForm.of("Stream | Page")
                            .and("subjects_filter", "{state: {subjects: {*: number}}}")
                            .and("deleted_details", "{state: {deleted: [number]}}")),
            reads("stream ls", StreamLs.class, "stream list", "stream l")
                    .answering(AnswerForm.of("{streams: [StreamInfo]}").when("names", "{streams: [text]}")),
            writes("stream rm", StreamRm.class, "stream delete", "stream del").answering("Success"),
            writes("stream purge", StreamPurge.class).answering("Success | {purged: number}"),
            writes("stream seal", StreamSeal.class).answering("Stream"),
            reads("stream get", StreamGet.class)
                    .answering(AnswerForm.of("{message: Stored}")
                            .when("batch", DIRECT)
                            .when("multi_last", DIRECT)),
            reads("stream view", StreamView.class).answering("Gathered | {messages: [Stored]}"),
            writes("stream rmm", StreamRmm.class).answering("Success"));

    private StreamVerbs() {}
}

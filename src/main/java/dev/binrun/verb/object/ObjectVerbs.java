package dev.binrun.verb.object;

import static dev.binrun.verb.VerbType.background;
import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs for object stores. */
public final class ObjectVerbs {
    private static final String WATCHED = "Watched | {entries: [Object | {data: Bytes, json: any, initial: boolean}]}";

    /** The verbs, in the order of the reference. */
    public static final List<VerbType> ALL = List.of(
            writes("object add", ObjectAdd.class)
                    .creating("objects")
                    .answering("Bucket | {type: text, did_create: boolean}"),
            reads("object info", ObjectInfo.class, "object show", "object i")
                    .answering(AnswerForm.of("Bucket | Page | {type: text}").when("name", "Object")),
            reads("object ls", ObjectLs.class)
                    .answering(AnswerForm.of("{buckets: [Bucket]}")
                            .when("bucket", "{objects: [Object]}")
                            .when("names", "{buckets: [text]}")),
            writes("object rm", ObjectRm.class)
                    .answering(AnswerForm.of("Success").when("name", "Object")),
            writes("object put", ObjectPut.class).answering("Object"),
            reads("object get", ObjectGet.class).answering("Object | {data: Bytes, json: any, cut: text}"),
            writes("object del", ObjectDel.class).answering("Object"),
            background("object watch", ObjectWatch.class)
                    .answering(AnswerForm.of(WATCHED).gathers(WATCHED)),
            writes("object seal", ObjectSeal.class).answering("Bucket | {type: text}"),
            writes("object link", ObjectLink.class).answering("Object"));

    private ObjectVerbs() {}
}

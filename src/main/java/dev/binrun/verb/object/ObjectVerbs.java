package dev.binrun.verb.object;

import static dev.binrun.verb.VerbType.background;
import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of object stores, in the order of the reference. */
public final class ObjectVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("object add", ObjectAdd.class),
            reads("object info", ObjectInfo.class, "object show", "object i"),
            reads("object ls", ObjectLs.class),
            writes("object rm", ObjectRm.class),
            writes("object put", ObjectPut.class),
            reads("object get", ObjectGet.class),
            writes("object del", ObjectDel.class),
            background("object watch", ObjectWatch.class),
            writes("object seal", ObjectSeal.class),
            writes("object link", ObjectLink.class));

    private ObjectVerbs() {}
}

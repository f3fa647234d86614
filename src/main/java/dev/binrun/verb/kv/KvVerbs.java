package dev.binrun.verb.kv;

import static dev.binrun.verb.VerbType.background;
import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of buckets, in the order of the reference. */
public final class KvVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("kv add", KvAdd.class, "kv new"),
            writes("kv edit", KvEdit.class),
            reads("kv info", KvInfo.class, "kv view", "kv status"),
            reads("kv ls", KvLs.class, "kv list"),
            writes("kv rm", KvRm.class),
            writes("kv put", KvPut.class),
            writes("kv create", KvCreate.class),
            writes("kv update", KvUpdate.class),
            reads("kv get", KvGet.class),
            writes("kv del", KvDel.class),
            writes("kv purge", KvPurge.class),
            reads("kv history", KvHistory.class),
            reads("kv keys", KvKeys.class),
            background("kv watch", KvWatch.class));

    private KvVerbs() {}
}

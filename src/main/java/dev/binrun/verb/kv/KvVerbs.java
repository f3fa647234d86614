package dev.binrun.verb.kv;

import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of buckets, in the order of the reference. */
public final class KvVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("kv add", KvAdd.class, "kv new"), reads("kv get", KvGet.class), writes("kv put", KvPut.class));

    private KvVerbs() {}
}

package dev.binrun.verb.kv;

import static dev.binrun.verb.VerbType.background;
import static dev.binrun.verb.VerbType.reads;
import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs for key-value buckets. */
public final class KvVerbs {
    private static final String WATCHED = "Watched | {entries: [Entry | {initial: boolean}]}";

    /** The verbs, in the order of the reference. */
    public static final List<VerbType> ALL = List.of(
            writes("kv add", KvAdd.class, "kv new")
                    .creating("kv")
                    .answering("Bucket | {type: text, did_create: boolean}"),
            writes("kv edit", KvEdit.class).answering("Bucket | {type: text}"),
            reads("kv info", KvInfo.class, "kv view", "kv status").answering("Bucket | Page | {type: text}"),
            reads("kv ls", KvLs.class, "kv list")
                    .answering(AnswerForm.of("{buckets: [Bucket]}")
                            .when("bucket", "{keys: [text]}")
                            .when("names", "{buckets: [text]}")),
            writes("kv rm", KvRm.class).answering(AnswerForm.of("Success").when("key", "Marker")),
            writes("kv put", KvPut.class).answering("Entry"),
            writes("kv create", KvCreate.class).answering("Entry"),
            writes("kv update", KvUpdate.class).answering("Entry"),
            reads("kv get", KvGet.class).answering("Entry"),
            writes("kv del", KvDel.class).answering("Marker"),
            writes("kv purge", KvPurge.class).answering("Marker"),
            reads("kv history", KvHistory.class).answering("{entries: [Entry]}"),
            reads("kv keys", KvKeys.class).answering("{keys: [text]}"),
            background("kv watch", KvWatch.class)
                    .answering(AnswerForm.of(WATCHED).gathers(WATCHED)));

    private KvVerbs() {}
}

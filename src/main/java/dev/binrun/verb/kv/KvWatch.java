package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.Messages;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.bucket.EntryWatch;
import io.nats.client.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the changes of keys in the background: {@code nats kv watch}. */
@VerbDoc(
        value = "Gathers the current entries of keys, then every change, in the background",
        answers =
                "the existing entries; collect and stop return {entries: […], received, initial}; initial of an entry:"
                        + " whether it existed before the step",
        example = """
            - kv watch: profiles sue.>
              as: colors
            - kv put: profiles sue.color black
            - collect: colors
              within: 5s
              expect: { entries: [{ initial: true }, { value: black, initial: false }] }
            """)
public record KvWatch(
        @Arg(value = "the bucket", position = 0, required = true)
        String bucket,

        @Arg(value = "filters of keys, with '*' and '>'; all keys if omitted", position = 1, also = "keys")
        List<String> key,

        @Arg(value = "start with all stored values, not only the last of each key", also = "history")
        boolean includeHistory,

        @Arg("omit deletes and purges") boolean ignoreDeletes,

        @Arg("gather deletes and purges; true if omitted") Optional<Boolean> deletes,

        @Arg(value = "gather only changes, without the existing entries", also = "updates")
        boolean updatesOnly,

        @Arg(value = "omit the values", also = "meta_only") boolean headersOnly,

        @Arg(value = "revision to start with", min = 1) Optional<Long> revision,

        @Arg(value = "number of entries to keep; 1000 if omitted", min = 0)
        Optional<Long> keep)
        implements Verb {

    public KvWatch {
        if (ignoreDeletes && deletes.isPresent()) {
            throw new InvalidArgumentException(
                    "deletes", "'deletes' and 'ignore_deletes' are opposites; remove one of them");
        }
        if (updatesOnly && (includeHistory || revision.isPresent())) {
            throw new InvalidArgumentException(
                    "updates_only",
                    "'updates_only' excludes the existing entries, so remove include_history and revision");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        KvBucket kv = new KvBucket(world, bucket);
        JsonObject selection =
                EntryWatch.selection(subjects(kv), updatesOnly ? "new" : includeHistory ? "all" : "last_per_subject");
        revision.ifPresent(seq -> {
            selection.addProperty("deliver_policy", "by_start_sequence");
            selection.addProperty("opt_start_seq", seq);
        });
        selection.addProperty("headers_only", headersOnly);
        boolean all = !ignoreDeletes && deletes.orElse(true);
        return EntryWatch.start(
                world,
                kv.bucket(),
                selection,
                GatheredMessages.entries(keep),
                new EntryWatch.Entries(
                        message -> all || KvOperation.of(message) == KvOperation.PUT, message -> entry(kv, message)));
    }

    private List<String> subjects(KvBucket kv) throws InterruptedException {
        List<String> subjects = new ArrayList<>();
        for (String filter : key.isEmpty() ? List.of(">") : key) {
            subjects.add(kv.subjects(filter));
        }
        return subjects;
    }

    private JsonObject entry(KvBucket kv, Message message) {
        JsonObject entry =
                kv.entry(kv.keyOf(message.getSubject()), message.metaData().streamSequence(), KvOperation.of(message));
        if (!headersOnly) {
            Messages.payload(entry, "value", message.getData());
        }
        entry.addProperty("created", message.metaData().timestamp().toInstant().toString());
        return entry;
    }
}

package dev.binrun.verb.kv;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.Messages;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import dev.binrun.verb.bucket.Watch;
import io.nats.client.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what becomes of the keys, in order, after what they are now: {@code nats kv watch}. */
@VerbDoc(
        value = "Gathers what becomes of keys in the background: first what they are, then what changes",
        answers =
                "what was there already; collect and stop answer with {entries: […], received, initial}: each entry says whether it was there already (initial)",
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

        @Arg(value = "which keys, with '*' and '>'; all if left out", position = 1, also = "keys")
        List<String> key,

        @Arg(value = "begin with every value that is kept, not only the last of each key", also = "history")
        boolean includeHistory,

        @Arg("pass over deletes and purges") boolean ignoreDeletes,

        @Arg("whether deletes and purges come; true if left out")
        Optional<Boolean> deletes,

        @Arg(value = "only what is new: no initial values", also = "updates")
        boolean updatesOnly,

        @Arg(value = "leave the values out", also = "meta_only")
        boolean headersOnly,

        @Arg(value = "begin with this revision", min = 1) Optional<Long> revision,

        @Arg(value = "how many entries to keep; 1000 if left out", min = 0)
        Optional<Long> keep)
        implements Verb {

    public KvWatch {
        if (ignoreDeletes && deletes.isPresent()) {
            throw new InvalidArgumentException(
                    "deletes", "'deletes' is 'ignore_deletes' the other way round; remove one of them");
        }
        if (updatesOnly && (includeHistory || revision.isPresent())) {
            throw new InvalidArgumentException(
                    "updates_only", "with updates_only there is nothing before: no include_history and no revision");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        KvBucket kv = new KvBucket(world, bucket);
        JsonObject from = Watch.from(subjects(kv), updatesOnly ? "new" : includeHistory ? "all" : "last_per_subject");
        revision.ifPresent(seq -> {
            from.addProperty("deliver_policy", "by_start_sequence");
            from.addProperty("opt_start_seq", seq);
        });
        from.addProperty("headers_only", headersOnly);
        boolean all = !ignoreDeletes && deletes.orElse(true);
        return Watch.start(
                world,
                kv.bucket(),
                from,
                GatheredMessages.entries(keep),
                new Watch.Entries(
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

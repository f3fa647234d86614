package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Messages;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.bucket.Bucket;
import dev.binrun.verb.bucket.EntryWatch;
import io.nats.client.Message;
import java.util.List;
import java.util.Optional;

/** Gathers the changes of objects in the background: {@code nats object watch}. */
@VerbDoc(
        value = "Gathers the current infos of objects, then every change, in the background",
        answers = "the existing infos; collect and stop return {entries: […], received, initial}",
        example = """
            - object watch: invoices
              as: changes
            - object put: { bucket: invoices, name: 3.txt, data: new }
            - collect: changes
              within: 5s
              expect: { entries: { any: { name: 3.txt, size: 3, initial: false } } }
            """)
public record ObjectWatch(
        @Arg(value = "the object store", position = 0, required = true)
        String bucket,

        @Arg("omit deleted objects") boolean ignoreDeletes,

        @Arg(value = "gather only changes, without the existing infos", also = "updates")
        boolean updatesOnly,

        @Arg(value = "number of entries to keep; 1000 if omitted", min = 0)
        Optional<Long> keep)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Bucket watched = ObjectStore.bucket(bucket);
        watched.info(world);
        return EntryWatch.start(
                world,
                watched,
                EntryWatch.selection(List.of("$O." + bucket + ".M.>"), updatesOnly ? "new" : "last_per_subject"),
                GatheredMessages.entries(keep),
                new EntryWatch.Entries(
                        message -> !ignoreDeletes || !ObjectStore.isDeleted(entry(message)), ObjectWatch::entry));
    }

    private static JsonObject entry(Message message) {
        try {
            return ObjectStore.info(
                    message.getData(),
                    message.metaData().timestamp().toInstant().toString());
        } catch (VerbFailedException noInfo) {
            JsonObject raw = new JsonObject();
            Messages.payload(raw, "data", message.getData());
            return raw;
        }
    }
}

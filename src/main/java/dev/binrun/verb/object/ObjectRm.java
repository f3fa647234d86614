package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** Removes an object store, or deletes one object: {@code nats object rm BUCKET [FILE]}. */
@VerbDoc(
        value = "Removes an object store with all its objects; with name, deletes only that object, as object del",
        answers = "{success: true}; for an object, its marker",
        example = """
            - object rm: invoices
              expect: { success: true }
            """)
public record ObjectRm(
        @Arg(value = "the object store", position = 0, required = true)
        String bucket,

        @Arg(value = "the object to delete, in place of the whole store", position = 1, also = "file")
        Optional<String> name)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        if (name.isPresent()) {
            return new ObjectDel(bucket, name.get()).run(world);
        }
        return ObjectStore.bucket(bucket).ask(world, "STREAM.DELETE", null);
    }
}

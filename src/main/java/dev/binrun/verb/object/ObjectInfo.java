package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** Reads the info of an object or of an object store: {@code nats object info}. */
@VerbDoc(
        value = "Reads the info of an object or of an object store",
        answers =
                "{name, bucket, nuid, size, chunks, digest, mtime, …}; for a store, the info of its stream, and {bucket}",
        example = """
            - object info: invoices 1.txt
              expect: { size: 5, chunks: 1 }
            """)
public record ObjectInfo(
        @Arg(value = "the object store", position = 0, required = true)
        String bucket,

        @Arg(value = "the object's name; the store itself if omitted", position = 1, also = "file")
        Optional<String> name)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return name.isPresent()
                ? new ObjectStore(world, bucket).get(name.get())
                : ObjectStore.bucket(bucket).info(world);
    }
}

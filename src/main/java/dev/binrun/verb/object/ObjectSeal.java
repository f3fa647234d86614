package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.bucket.Bucket;

/** Makes an object store read-only permanently: {@code nats object seal}. */
@VerbDoc(
        value = "Makes an object store read-only permanently",
        answers = "the info of the store's stream, and {bucket}",
        example = """
            - object seal: invoices
              expect: { config: { sealed: true } }
            """)
public record ObjectSeal(
        @Arg(value = "the object store", position = 0, required = true)
        String bucket) implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Bucket sealed = ObjectStore.bucket(bucket);
        JsonObject config = sealed.info(world).getAsJsonObject("config");
        config.addProperty("sealed", true);
        return sealed.update(world, config);
    }
}

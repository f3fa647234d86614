package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Does;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;

/** Removes an object store with all its objects: {@code nats object rm BUCKET}. */
@Does(value = "Removes an object store with all its objects", answers = "{success: true}", example = """
            - object rm: invoices
              expect: { success: true }
            """)
public record ObjectRm(
        @Arg(value = "the object store (an object is deleted with 'object del')", position = 0, required = true)
        String bucket)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return ObjectStore.bucket(bucket).ask(world, "STREAM.DELETE", null);
    }
}

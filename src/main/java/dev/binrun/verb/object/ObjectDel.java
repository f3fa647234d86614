package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Deletes an object: {@code nats object del BUCKET NAME}. */
@VerbDoc(
        value = "Deletes an object: removes its chunks, keeps its info as a marker",
        answers = "the marker: the object's info with deleted: true",
        example = """
            - object del: invoices 1.txt
              expect: { deleted: true }
            """)
public record ObjectDel(
        @Arg(value = "the object store", position = 0, required = true)
        String bucket,

        @Arg(
                value = "the object's name ('object rm' removes a whole store)",
                position = 1,
                required = true,
                also = "file")
        String name)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        ObjectStore store = new ObjectStore(world, bucket);
        JsonObject info = store.get(name);
        info.remove("mtime");
        info.remove("digest");
        info.addProperty("size", 0);
        info.addProperty("chunks", 0);
        info.addProperty("deleted", true);
        JsonObject marker = store.publish(info);
        store.purge(info.get("nuid").getAsString());
        return marker;
    }
}

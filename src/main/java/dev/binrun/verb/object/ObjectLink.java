package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import io.nats.client.NUID;
import java.util.Optional;

/** Creates a link to an object or to a whole object store (ADR-20). */
@VerbDoc(
        value = "Creates a link to an object, in this or another store, or to a whole store",
        answers = "the link's info",
        example = """
            - object link: { bucket: invoices, name: latest, to: { bucket: invoices, name: 1.txt } }
              expect: { options: { link: { name: 1.txt } } }
            - object get: invoices latest
              expect: { name: 1.txt, data: hello }
            """)
public record ObjectLink(
        @Arg(value = "the object store of the link", position = 0, required = true)
        String bucket,

        @Arg(value = "the link's name", position = 1, required = true)
        String name,

        @Arg(value = "the target: {bucket, name}, or {bucket} for a whole object store", required = true)
        Optional<LinkTarget> to)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        ObjectStore store = new ObjectStore(world, bucket);
        Optional<JsonObject> existing = store.find(name);
        if (existing.isPresent() && ObjectStore.link(existing.get()).isEmpty()) {
            throw VerbFailedException.said(
                    "exists already, and is an object",
                    "'" + name + "' in '" + bucket + "' exists already, and is an object: a link cannot"
                            + " replace it (delete it first with object del)");
        }
        LinkTarget target = to.orElseThrow();
        check(target, world);
        return store.publish(info(target));
    }

    private static void check(LinkTarget target, VerbWorld world) throws InterruptedException {
        if (target.name().isEmpty()) {
            ObjectStore.bucket(target.bucket()).info(world);
            return;
        }
        String object = target.name().get();
        if (ObjectStore.link(new ObjectStore(world, target.bucket()).get(object))
                .isPresent()) {
            throw VerbFailedException.said(
                    "is a link itself, and a link cannot lead to a link",
                    "'" + object + "' in '" + target.bucket()
                            + "' is a link itself, and a link cannot lead to a link (ADR-20)");
        }
    }

    private JsonObject info(LinkTarget target) {
        JsonObject link = new JsonObject();
        link.addProperty("bucket", target.bucket());
        target.name().ifPresent(object -> link.addProperty("name", object));
        JsonObject options = new JsonObject();
        options.add("link", link);
        JsonObject info = new JsonObject();
        info.addProperty("name", name);
        info.add("options", options);
        info.addProperty("bucket", bucket);
        info.addProperty("nuid", NUID.nextGlobal());
        info.addProperty("size", 0);
        info.addProperty("chunks", 0);
        return info;
    }
}

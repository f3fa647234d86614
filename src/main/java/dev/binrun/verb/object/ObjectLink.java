package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import io.nats.client.NUID;
import java.util.Optional;

/** Makes a name that stands for an object, of this or another store, or for a whole store (ADR-20). */
@VerbDoc(
        value = "Makes a name that stands for an object, of this or another store, or for a whole store",
        answers = "the link's info",
        example = """
            - object link: { bucket: invoices, name: latest, to: { bucket: invoices, name: 1.txt } }
              expect: { options: { link: { name: 1.txt } } }
            - object get: invoices latest
              expect: { name: 1.txt, data: hello }
            """)
public record ObjectLink(
        @Arg(value = "the object store that the link is in", position = 0, required = true)
        String bucket,

        @Arg(value = "the link's name", position = 1, required = true)
        String name,

        @Arg(value = "what it stands for: {bucket, name}, or {bucket} for a whole object store", required = true)
        Optional<LinkTarget> to)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        ObjectStore store = new ObjectStore(world, bucket);
        Optional<JsonObject> there = store.find(name);
        if (there.isPresent() && ObjectStore.link(there.get()).isEmpty()) {
            throw VerbFailedException.said(
                    "exists already, and is an object",
                    "'" + name + "' in '" + bucket + "' exists already, and is an object: no link can take"
                            + " its place (object del deletes it)");
        }
        LinkTarget target = to.orElseThrow();
        check(target, world);
        return store.publish(info(target));
    }

    private static void check(LinkTarget target, World world) throws InterruptedException {
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

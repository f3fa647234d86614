package dev.binrun.verb.object;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import dev.binrun.form.Nearest;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.World;
import io.nats.client.NUID;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a name that stands for an object, of this or another store, or for a whole store (ADR-20). */
public record ObjectLink(
        @Arg(value = "the object store that the link is in", position = 0, required = true)
        String bucket,

        @Arg(value = "the link's name", position = 1, required = true)
        String name,

        @Arg(value = "what it stands for: {bucket, name}, or {bucket} for a whole object store", required = true)
        Map<String, String> to)
        implements Verb {

    private static final List<String> TO = List.of("bucket", "name");

    public ObjectLink {
        for (String key : to.keySet()) {
            if (!TO.contains(key)) {
                throw new InvalidArgument("to", "'to' has no '" + key + "'" + Nearest.hint(key, TO));
            }
        }
        if (!to.containsKey("bucket")) {
            throw new InvalidArgument("to", "'to' needs 'bucket', the object store that the link leads to");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        ObjectStore store = new ObjectStore(world, bucket);
        Optional<JsonObject> there = store.find(name);
        if (there.isPresent() && ObjectStore.link(there.get()).isEmpty()) {
            throw VerbFailed.of("'" + name + "' in '" + bucket + "' exists already, and is an object: no link can take"
                    + " its place (object del deletes it)");
        }
        checkTarget(world);
        return store.publish(info());
    }

    private void checkTarget(World world) throws InterruptedException {
        if (!to.containsKey("name")) {
            ObjectStore.bucket(to.get("bucket")).info(world);
            return;
        }
        JsonObject target = new ObjectStore(world, to.get("bucket")).get(to.get("name"));
        if (ObjectStore.link(target).isPresent()) {
            throw VerbFailed.of("'" + to.get("name") + "' in '" + to.get("bucket")
                    + "' is a link itself, and a link cannot lead to a link (ADR-20)");
        }
    }

    private JsonObject info() {
        JsonObject link = new JsonObject();
        to.forEach(link::addProperty);
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

package dev.binrun.verb.stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.ConfigFields;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.AppliedConfiguration;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import java.util.Map;

/**
 * Changes the fields of a stream's configuration that it names, each as a whole, and keeps the rest: {@code nats stream
 * edit}. A field that is {@code null} goes back to the server's default.
 */
@VerbDoc(value = "Changes the fields that it names, and keeps the rest", answers = "the stream's info", example = """
            - stream edit: { stream: ORDERS, max_msgs: 100 }
              expect: { config: { max_msgs: 100, subjects: [orders.>] } }
            """)
public record StreamEdit(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream,

        @ConfigFields(value = StreamField.class, removable = true)
        JsonObject config,

        StreamFlags flags,
        @Arg("mirror: null, in the nats CLI's words") boolean noMirror,

        @Arg("subject_transform: null, in the nats CLI's words")
        boolean noTransform,

        @Arg("republish: null, in the nats CLI's words") boolean noRepublish,

        @Arg("refuse what the server would otherwise set right by itself")
        boolean pedantic,

        @Arg("let fields through that binrun does not know, for a newer server")
        boolean allowUnknown)
        implements Verb {

    public StreamEdit {
        config = flags.addTo(config);
        remove(config, "mirror", noMirror);
        remove(config, "subject_transform", noTransform);
        remove(config, "republish", noRepublish);
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return change(world, stream, config, pedantic);
    }

    /** Has the server change these fields of a stream, and no others. */
    static JsonObject change(World world, String stream, JsonObject changes, boolean pedantic)
            throws InterruptedException {
        JsonObject request = Api.ask(world, "STREAM.INFO." + stream, null).getAsJsonObject("config");
        for (Map.Entry<String, JsonElement> field : changes.entrySet()) {
            if (field.getValue().isJsonNull()) {
                request.remove(field.getKey());
            } else {
                request.add(field.getKey(), field.getValue());
            }
        }
        if (pedantic) {
            request.addProperty("pedantic", true);
        }
        JsonObject answer = Api.ask(world, "STREAM.UPDATE." + stream, request);
        AppliedConfiguration.mustHold(changes, answer, world.serverVersion());
        return answer;
    }

    private static void remove(JsonObject config, String field, boolean wanted) {
        if (wanted && config.has(field)) {
            throw new InvalidArgumentException(field, "'" + field + "' cannot both be set and be taken away");
        }
        if (wanted) {
            config.add(field, JsonNull.INSTANCE);
        }
    }
}

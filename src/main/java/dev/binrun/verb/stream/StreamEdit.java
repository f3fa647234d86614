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
import dev.binrun.verb.VerbWorld;
import java.util.Map;

/**
 * Changes the stated fields of a stream's configuration, each as a whole, and keeps the others: {@code nats stream
 * edit}. The value {@code null} resets a field to the server's default.
 */
@VerbDoc(
        value = "Changes the stated fields of a stream, and keeps the others",
        answers = "the stream's info",
        example = """
            - stream edit: { stream: ORDERS, max_msgs: 100 }
              expect: { config: { max_msgs: 100, subjects: [orders.>] } }
            """)
public record StreamEdit(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream,

        @ConfigFields(value = StreamField.class, removable = true)
        JsonObject config,

        StreamFlags flags,
        @Arg("mirror: null, as the nats CLI writes it") boolean noMirror,

        @Arg("subject_transform: null, as the nats CLI writes it")
        boolean noTransform,

        @Arg("republish: null, as the nats CLI writes it") boolean noRepublish,

        @Arg("have the server reject values that it would otherwise correct")
        boolean pedantic,

        @Arg("send fields that binrun does not know to a newer server")
        boolean allowUnknown)
        implements Verb {

    public StreamEdit {
        config = flags.addTo(config);
        remove(config, "mirror", noMirror);
        remove(config, "subject_transform", noTransform);
        remove(config, "republish", noRepublish);
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return change(world, stream, config, pedantic);
    }

    /**
     * Changes these fields of a stream, and returns the reply.
     *
     * @throws VerbFailedException if the server rejects the change
     */
    static JsonObject change(VerbWorld world, String stream, JsonObject changes, boolean pedantic)
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
            throw new InvalidArgumentException(
                    field, "'" + field + "' cannot be both set and removed; remove one of them");
        }
        if (wanted) {
            config.add(field, JsonNull.INSTANCE);
        }
    }
}

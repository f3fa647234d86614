package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Fields;
import dev.binrun.verb.Api;
import dev.binrun.verb.Configuration;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;

/** Makes a stream: {@code nats stream add}. */
public record StreamAdd(
        @Arg(value = "the stream's name", position = 0, required = true, also = "stream")
        String name,

        @Fields(StreamField.class) JsonObject config,

        @Arg("let fields through that binrun does not know, for a newer server")
        boolean allowUnknown)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        JsonObject request = config.deepCopy();
        request.addProperty("name", name);
        world.defaultStorage()
                .filter(storage -> !request.has("storage"))
                .ifPresent(s -> request.addProperty("storage", s));
        JsonObject answer = Api.ask(world, "STREAM.CREATE." + name, request);
        Configuration.mustHold(request, answer, world.serverVersion());
        return answer;
    }
}

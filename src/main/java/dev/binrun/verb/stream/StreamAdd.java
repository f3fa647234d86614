package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.ConfigFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.AppliedConfiguration;
import dev.binrun.verb.AssetVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** Creates a stream: {@code nats stream add}. */
@VerbDoc(value = "Creates a stream", answers = "the stream's info: {config, created, state, cluster, …}", example = """
            - stream add: { name: PAYMENTS, subjects: [payments.>], retention: workqueue, max_age: 1h }
              expect: { config: { retention: workqueue, max_age: 1h }, state: { messages: 0 } }
            """)
public record StreamAdd(
        @Arg(value = "the stream's name", position = 0, required = true, also = "stream")
        String name,

        @ConfigFields(StreamField.class) JsonObject config,
        StreamFlags flags,

        @Arg("have the server reject values that it would otherwise correct")
        boolean pedantic,

        @Arg("send fields that binrun does not know to a newer server")
        boolean allowUnknown)
        implements AssetVerb {

    public StreamAdd {
        config = flags.addTo(config);
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject wanted = wanted(world);
        JsonObject request = wanted.deepCopy();
        if (pedantic) {
            request.addProperty("pedantic", true);
        }
        JsonObject answer = Api.ask(world, "STREAM.CREATE." + name, request);
        AppliedConfiguration.mustHold(wanted, answer, world.serverVersion());
        return answer;
    }

    @Override
    public String what() {
        return "stream " + name;
    }

    @Override
    public Optional<String> infoSubject() {
        return Optional.of("STREAM.INFO." + name);
    }

    @Override
    public JsonObject wanted(VerbWorld world) {
        JsonObject wanted = config.deepCopy();
        wanted.addProperty("name", name);
        world.defaultStorage()
                .filter(storage -> !wanted.has("storage"))
                .ifPresent(storage -> wanted.addProperty("storage", storage));
        return wanted;
    }
}

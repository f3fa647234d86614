package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Removes a stream, its messages and its consumers: {@code nats stream rm}. */
@VerbDoc(value = "Removes a stream with all its messages and consumers", answers = "{success: true}", example = """
            - stream rm: ORDERS
              expect: { success: true }
            """)
public record StreamRm(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream) implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return Api.ask(world, "STREAM.DELETE." + stream, null);
    }
}

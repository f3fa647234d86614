package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Removes a consumer: {@code nats consumer rm}. */
@VerbDoc(value = "Removes a consumer", answers = "{success: true}", example = """
            - consumer rm: ORDERS worker
              expect: { success: true }
            """)
public record ConsumerRm(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return Api.ask(world, "CONSUMER.DELETE." + stream + "." + consumer, null);
    }
}

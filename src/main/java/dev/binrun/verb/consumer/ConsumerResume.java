package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;

/** Lets a paused consumer go on: {@code nats consumer resume}, to the API a pause until no time. */
@VerbDoc(value = "Ends a consumer's pause", answers = "{paused: false}", example = """
            - consumer resume: ORDERS worker
              expect: { paused: false }
            """)
public record ConsumerResume(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        return Api.ask(world, "CONSUMER.PAUSE." + stream + "." + consumer, null);
    }
}

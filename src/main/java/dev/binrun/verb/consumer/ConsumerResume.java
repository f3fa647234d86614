package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Ends the pause of a consumer: {@code nats consumer resume}, a pause without an end in the API. */
@VerbDoc(value = "Ends the pause of a consumer", answers = "{paused: false}", example = """
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
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return Api.ask(world, "CONSUMER.PAUSE." + stream + "." + consumer, null);
    }
}

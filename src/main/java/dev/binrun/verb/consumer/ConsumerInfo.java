package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Requests the info of a consumer: {@code nats consumer info}. */
@VerbDoc(
        value = "Requests the configuration and the state of a consumer",
        answers = "{name, config, delivered, ack_floor, num_pending, num_ack_pending, num_redelivered, num_waiting, …}",
        example = """
            - consumer info: ORDERS worker
              expect: { num_pending: 5, num_ack_pending: 0 }
            """)
public record ConsumerInfo(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return Api.ask(world, "CONSUMER.INFO." + stream + "." + consumer, null);
    }
}

package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** Removes the pin of the client that a priority group serves: {@code nats consumer unpin}. */
@VerbDoc(
        value = "Removes the pin of the client that a priority group serves; from server 2.11",
        answers = "an empty answer",
        example = """
            - consumer next: { stream: ORDERS, consumer: shared, group: jobs }
              expect: { messages: [{ headers: { Nats-Pin-Id: { size: "> 0" } } }] }
            - consumer unpin: ORDERS shared jobs
            - consumer info: ORDERS shared
              expect: { priority_groups: [{ group: jobs, pinned_client_id: { absent: true } }] }
            """)
public record ConsumerUnpin(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg(value = "the priority group", position = 2) Optional<String> group)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("group", group.orElse(""));
        return Api.ask(world, "CONSUMER.UNPIN." + stream + "." + consumer, request);
    }
}

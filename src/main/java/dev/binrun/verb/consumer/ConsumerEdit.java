package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.ConfigFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.AppliedConfiguration;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;

/** Changes the stated fields of a consumer's configuration, and keeps the others: {@code nats consumer edit}. */
@VerbDoc(
        value = "Changes the stated fields of a consumer, and keeps the others",
        answers = "the consumer's info",
        example = """
            - consumer edit: { stream: ORDERS, consumer: worker, max_deliver: 3 }
              expect: { config: { max_deliver: 3 } }
            """)
public record ConsumerEdit(
        @Arg(value = "the stream", position = 0, required = true, also = "stream_name")
        String stream,

        @Arg(
                value = "the consumer",
                position = 1,
                required = true,
                also = {"name", "durable_name"})
        String consumer,

        @Arg("have the server reject values that it would otherwise correct")
        boolean pedantic,

        @ConfigFields(ConsumerField.class) JsonObject config,
        ConsumerFlags flags,

        @Arg("send fields that binrun does not know to a newer server")
        boolean allowUnknown)
        implements Verb {

    public ConsumerEdit {
        config = flags.addTo(config);
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject info = Api.ask(world, "CONSUMER.INFO." + stream + "." + consumer, null);
        JsonObject wanted = info.getAsJsonObject("config");
        oneWayToFilter(wanted);
        config.asMap().forEach(wanted::add);
        ConsumerRequest request = ConsumerRequest.of(stream, wanted, "update", pedantic);
        JsonObject answer = Api.ask(world, request.subject(), request.body());
        AppliedConfiguration.mustHold(config, answer, world.serverVersion());
        return answer;
    }

    /** A consumer has either filter_subject or filter_subjects, so stating one removes the other. */
    private void oneWayToFilter(JsonObject wanted) {
        if (config.has("filter_subject")) {
            wanted.remove("filter_subjects");
        }
        if (config.has("filter_subjects")) {
            wanted.remove("filter_subject");
        }
    }
}

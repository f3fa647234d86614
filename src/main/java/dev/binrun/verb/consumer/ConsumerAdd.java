package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.ConfigFields;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.AppliedConfiguration;
import dev.binrun.verb.AssetVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;
import java.util.stream.Stream;

/** Creates a consumer: {@code nats consumer add}. */
@VerbDoc(
        value = "Creates a consumer",
        answers = "the consumer's info: {name, config, delivered, ack_floor, num_pending, …}",
        example = """
            - consumer add: { stream: ORDERS, durable_name: audit, filter_subject: orders.new, ack_wait: 5s }
              expect: { name: audit, num_pending: 5, config: { ack_wait: 5s } }
            """)
public record ConsumerAdd(
        @Arg(value = "the stream", position = 0, required = true, also = "stream_name")
        String stream,

        @Arg(value = "the consumer's durable name, as in the nats CLI; its name if it is ephemeral", position = 1)
        Optional<String> consumer,

        @Arg("the server removes the consumer when no client has used it for its inactive_threshold")
        boolean ephemeral,

        @Arg(
                value = "create, update, or empty for either; create if left out",
                words = {"create", "update", ""})
        Optional<String> action,

        @Arg("have the server reject values that it would otherwise correct")
        boolean pedantic,

        @ConfigFields(ConsumerField.class) JsonObject config,
        ConsumerFlags flags,

        @Arg("send fields that binrun does not know to a newer server")
        boolean allowUnknown)
        implements AssetVerb {

    public ConsumerAdd {
        config = flags.addTo(config);
        String name = ephemeral ? "name" : "durable_name";
        if (consumer.isPresent() && config.has(name)) {
            throw new InvalidArgumentException(
                    name, "'" + name + "' is another name of 'consumer'; remove one of them");
        }
        if (ephemeral && config.has("durable_name")) {
            throw new InvalidArgumentException(
                    "durable_name", "a consumer with ephemeral: true has no durable name; state 'name'");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject wanted = wanted(world);
        ConsumerRequest request = ConsumerRequest.of(stream, wanted, action.orElse("create"), pedantic);
        JsonObject answer = Api.ask(world, request.subject(), request.body());
        AppliedConfiguration.mustHold(wanted, answer, world.serverVersion());
        return answer;
    }

    @Override
    public String what() {
        return "consumer " + named().orElse("without a name") + " of " + stream;
    }

    @Override
    public Optional<String> infoSubject() {
        return named().map(name -> "CONSUMER.INFO." + stream + "." + name);
    }

    @Override
    public JsonObject wanted(VerbWorld world) {
        JsonObject wanted = config.deepCopy();
        consumer.ifPresent(name -> wanted.addProperty(ephemeral ? "name" : "durable_name", name));
        if (!wanted.has("ack_policy")) {
            wanted.addProperty("ack_policy", "explicit");
        }
        return wanted;
    }

    private Optional<String> named() {
        return consumer.or(() -> Stream.of("durable_name", "name")
                .filter(config::has)
                .map(field -> config.get(field).getAsString())
                .findFirst());
    }
}

package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.Fields;
import dev.binrun.form.InvalidArgument;
import dev.binrun.verb.Api;
import dev.binrun.verb.Configuration;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes a consumer: {@code nats consumer add}. */
public record ConsumerAdd(
        @Arg(value = "the stream", position = 0, required = true, also = "stream_name")
        String stream,

        @Arg(value = "the consumer's durable name, as in the nats CLI", position = 1)
        Optional<String> consumer,

        @Fields(ConsumerField.class) JsonObject config,

        @Arg("let fields through that binrun does not know, for a newer server")
        boolean allowUnknown)
        implements Verb {

    public ConsumerAdd {
        if (consumer.isPresent() && config.has("durable_name")) {
            throw new InvalidArgument(
                    "durable_name", "'durable_name' is another word for 'consumer': only one can be here");
        }
    }

    @Override
    public JsonObject run(World world) throws InterruptedException {
        JsonObject wanted = config.deepCopy();
        consumer.ifPresent(name -> wanted.addProperty("durable_name", name));
        if (!wanted.has("ack_policy")) {
            wanted.addProperty("ack_policy", "explicit");
        }
        JsonObject request = new JsonObject();
        request.addProperty("stream_name", stream);
        request.add("config", wanted);
        request.addProperty("action", "create");
        JsonObject answer = Api.ask(world, subject(wanted), request);
        Configuration.mustHold(wanted, answer, world.serverVersion());
        return answer;
    }

    /** The name and a single filter stand in the subject too, so that permissions can tell requests apart. */
    private String subject(JsonObject wanted) {
        String name = Stream.of("name", "durable_name")
                .filter(wanted::has)
                .map(key -> "." + wanted.get(key).getAsString())
                .findFirst()
                .orElse("");
        boolean oneFilter = !name.isEmpty() && wanted.has("filter_subject") && !wanted.has("filter_subjects");
        String filter = oneFilter ? wanted.get("filter_subject").getAsString() : "";
        return "CONSUMER.CREATE." + stream + name + (filter.isEmpty() ? "" : "." + filter);
    }
}

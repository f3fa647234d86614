package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.World;
import java.util.Optional;
import java.util.stream.Stream;

/** The request that makes or changes a consumer. */
final class ConsumerRequest {
    private ConsumerRequest() {}

    /** Asks for a consumer with a configuration. */
    static JsonObject ask(World world, String stream, JsonObject config, String action, boolean pedantic)
            throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("stream_name", stream);
        request.add("config", config);
        request.addProperty("action", action);
        if (pedantic) {
            request.addProperty("pedantic", true);
        }
        return Api.ask(world, subject(stream, config), request);
    }

    /** The name and a single filter stand in the subject too, so that permissions can tell requests apart. */
    private static String subject(String stream, JsonObject config) {
        Optional<String> name = Stream.of("name", "durable_name")
                .flatMap(key -> JsonFields.nonEmpty(config, key).stream())
                .findFirst();
        Optional<String> filter = name.isEmpty() || config.has("filter_subjects")
                ? Optional.empty()
                : JsonFields.nonEmpty(config, "filter_subject");
        return "CONSUMER.CREATE." + stream + name.map(n -> "." + n).orElse("")
                + filter.map(f -> "." + f).orElse("");
    }
}

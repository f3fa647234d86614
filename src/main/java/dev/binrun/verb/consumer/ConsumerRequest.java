package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The request that creates or changes a consumer.
 *
 * @param subject the subject after {@code $JS.API.}
 * @param body the JSON of the request
 */
record ConsumerRequest(String subject, JsonObject body) {
    /** Returns the request for a consumer with this configuration. */
    static ConsumerRequest of(String stream, JsonObject config, String action, boolean pedantic) {
        JsonObject body = new JsonObject();
        body.addProperty("stream_name", stream);
        body.add("config", config);
        body.addProperty("action", action);
        if (pedantic) {
            body.addProperty("pedantic", true);
        }
        return new ConsumerRequest(subject(stream, config), body);
    }

    /** The name and a single filter are part of the subject too, so that permissions can tell requests apart. */
    private static String subject(String stream, JsonObject config) {
        Optional<String> name = Stream.of("name", "durable_name")
                .flatMap(key -> JsonFields.nonEmpty(config, key).stream())
                .findFirst();
        Optional<String> filter = name.isEmpty() || config.has("filter_subjects")
                ? Optional.empty()
                : JsonFields.nonEmpty(config, "filter_subject");
        return "CONSUMER.CREATE." + stream + name.map(token -> "." + token).orElse("")
                + filter.map(token -> "." + token).orElse("");
    }
}

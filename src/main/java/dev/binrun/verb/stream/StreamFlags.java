package dev.binrun.verb.stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The flags of {@code nats stream add} that are not fields of the API themselves; each stands for a part of one. */
public record StreamFlags(
        @Arg("placement.cluster") Optional<String> cluster,

        @Arg(value = "placement.tags: the tags that the servers must have", also = "tags")
        List<String> tag,

        @Arg("whether publishes are acknowledged: the opposite of no_ack")
        Optional<Boolean> ack,

        @Arg("subject_transform.src") Optional<String> transformSource,
        @Arg("subject_transform.dest") Optional<String> transformDestination,
        @Arg("republish.src") Optional<String> republishSource,
        @Arg("republish.dest") Optional<String> republishDestination,
        @Arg("republish.headers_only") boolean republishHeaders,

        @Arg("consumer_limits.inactive_threshold") Optional<Duration> limitConsumerInactive,

        @Arg("consumer_limits.max_ack_pending") Optional<Long> limitConsumerMaxPending) {

    /**
     * Returns a configuration with the fields that these flags stand for.
     *
     * @throws InvalidArgumentException if the configuration has such a field already
     */
    JsonObject addTo(JsonObject config) {
        JsonObject all = config.deepCopy();
        JsonObject placement = new JsonObject();
        cluster.ifPresent(name -> placement.addProperty("cluster", name));
        if (!tag.isEmpty()) {
            JsonArray tags = new JsonArray();
            tag.forEach(tags::add);
            placement.add("tags", tags);
        }
        add(all, "placement", placement);
        JsonObject transform = new JsonObject();
        transformSource.ifPresent(subject -> transform.addProperty("src", subject));
        transformDestination.ifPresent(subject -> transform.addProperty("dest", subject));
        add(all, "subject_transform", transform);
        add(all, "republish", republish());
        JsonObject limits = new JsonObject();
        limitConsumerInactive.ifPresent(time -> limits.addProperty("inactive_threshold", time.toNanos()));
        limitConsumerMaxPending.ifPresent(count -> limits.addProperty("max_ack_pending", count));
        add(all, "consumer_limits", limits);
        ack.ifPresent(yes -> add(all, "no_ack", new JsonPrimitive(!yes)));
        return all;
    }

    private JsonObject republish() {
        JsonObject republish = new JsonObject();
        republishSource.ifPresent(subject -> republish.addProperty("src", subject));
        republishDestination.ifPresent(subject -> republish.addProperty("dest", subject));
        if (republishHeaders) {
            republish.addProperty("headers_only", true);
        }
        return republish;
    }

    private static void add(JsonObject config, String field, JsonElement value) {
        if (value.isJsonObject() && value.getAsJsonObject().isEmpty()) {
            return;
        }
        if (config.has(field)) {
            throw new InvalidArgumentException(
                    field, "'" + field + "' is stated by flags of the nats CLI already; remove one of them");
        }
        config.add(field, value);
    }
}

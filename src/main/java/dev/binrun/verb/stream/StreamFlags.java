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

/** The flags of {@code nats stream add} that the API has no field of its own for: each stands for part of one. */
public record StreamFlags(
        @Arg("of placement: the cluster") Optional<String> cluster,

        @Arg(value = "of placement: what the servers must be tagged with", also = "tags")
        List<String> tag,

        @Arg("whether publishes are acknowledged: no_ack, the other way round")
        Optional<Boolean> ack,

        @Arg("of subject_transform: src") Optional<String> transformSource,
        @Arg("of subject_transform: dest") Optional<String> transformDestination,
        @Arg("of republish: src") Optional<String> republishSource,
        @Arg("of republish: dest") Optional<String> republishDestination,
        @Arg("of republish: headers_only") boolean republishHeaders,

        @Arg("of consumer_limits: inactive_threshold") Optional<Duration> limitConsumerInactive,

        @Arg("of consumer_limits: max_ack_pending") Optional<Long> limitConsumerMaxPending) {

    /**
     * Adds the fields that they stand for.
     *
     * @throws InvalidArgumentException if such a field is there already
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
                    field, "'" + field + "' is here already, by flags of the nats CLI: only one can be");
        }
        config.add(field, value);
    }
}

package dev.binrun.engine.aftermath;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.history.ConsumerState;
import dev.binrun.jetstream.CreatedAssets;
import dev.binrun.jetstream.CreatedAssets.CreatedAsset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The consumers that a stream had in a run, for checks: from the requests that created them, and from their infos at
 * the end. Only the reply to its creation states where a consumer began. Times are the history's nanoseconds.
 *
 * @param start when the history began
 * @param now when the run ended, in the history's nanoseconds
 * @param slack how long a consumer that a program created may take until it exists for certain
 */
record ConsumerStates(CreatedAssets created, Instant start, long now, Duration slack) {
    /** The most by which the clocks of a server and of binrun may differ. */
    private static final long BLUR = Duration.ofMillis(2).toNanos();

    /**
     * How long the server keeps an ephemeral consumer without a client by default (consumer.go,
     * JsDeleteWaitTimeDefault).
     */
    private static final Duration EPHEMERAL = Duration.ofSeconds(5);

    /** Returns when a stream or consumer was created, at the earliest. */
    private long begun(JsonObject info) {
        Instant created = Instant.parse(JsonFields.text(info, "created"));
        return Math.max(0, Duration.between(start, created).toNanos() - BLUR);
    }

    /**
     * Returns all consumers that a stream had, those of one name in the order of their creation.
     *
     * @param existing the infos of those that still exist
     */
    List<ConsumerState> of(String stream, List<JsonObject> existing) {
        Map<String, JsonObject> byName = new LinkedHashMap<>();
        existing.forEach(info -> byName.put(JsonFields.text(info, "name"), info));
        Map<String, List<CreatedAsset>> consumers = created.consumers(stream);
        Set<String> names = new LinkedHashSet<>(byName.keySet());
        names.addAll(consumers.keySet());
        List<ConsumerState> states = new ArrayList<>();
        names.forEach(name ->
                add(states, stream, consumers.getOrDefault(name, List.of()), Optional.ofNullable(byName.get(name))));
        return states;
    }

    private void add(
            List<ConsumerState> states, String stream, List<CreatedAsset> known, Optional<JsonObject> existing) {
        boolean noted = false;
        for (int i = 0; i < known.size(); i++) {
            CreatedAsset consumer = known.get(i);
            if (existing.isPresent() && consumer.is(existing.get())) {
                noted = true;
                states.add(state(existing.get(), Optional.of(consumer), Long.MAX_VALUE));
            } else {
                Optional<JsonObject> next =
                        i + 1 < known.size() ? Optional.of(known.get(i + 1).info()) : existing;
                states.add(state(consumer.info(), Optional.of(consumer), gone(stream, consumer, next)));
            }
        }
        if (existing.isPresent() && !noted) {
            states.add(state(existing.get(), Optional.empty(), Long.MAX_VALUE));
        }
    }

    /** Returns when the next consumer of its name began, or the next stream, which begins without consumers. */
    private long gone(String stream, CreatedAsset consumer, Optional<JsonObject> next) {
        long begun = begun(consumer.info());
        long gone = next.map(this::begun).orElse(now);
        for (CreatedAsset other : created.streams(stream)) {
            long another = begun(other.info());
            gone = another > begun ? Math.min(gone, another) : gone;
        }
        return gone;
    }

    /**
     * Returns the state of a consumer.
     *
     * @param info its last known info
     * @param creation its creation by a request of the run; empty if a program created it
     */
    private ConsumerState state(JsonObject info, Optional<CreatedAsset> creation, long gone) {
        JsonObject config = info.getAsJsonObject("config");
        boolean inTopology = creation.isPresent() && creation.get().at() == 0;
        long begun = inTopology ? 0 : begun(info);
        return new ConsumerState(
                JsonFields.text(info, "name"),
                filters(config),
                from(config, creation),
                JsonFields.text(config, "ack_policy"),
                begun,
                creation.map(CreatedAsset::at).orElse(begun + slack.toNanos()),
                gone,
                inactive(config),
                gone == Long.MAX_VALUE ? position(info) : Optional.empty());
    }

    private static Optional<ConsumerState.Position> position(JsonObject info) {
        return info.get("delivered") instanceof JsonObject delivered
                        && info.get("ack_floor") instanceof JsonObject floor
                ? Optional.of(new ConsumerState.Position(
                        JsonFields.number(delivered, "stream_seq"),
                        JsonFields.number(delivered, "consumer_seq"),
                        JsonFields.number(floor, "stream_seq"),
                        JsonFields.number(info, "num_ack_pending")))
                : Optional.empty();
    }

    private static long inactive(JsonObject config) {
        long said = JsonFields.number(config, "inactive_threshold");
        boolean ephemeral = JsonFields.text(config, "durable_name").isEmpty();
        return said > 0 || !ephemeral ? said : EPHEMERAL.toNanos();
    }

    private static List<String> filters(JsonObject config) {
        String filter = JsonFields.text(config, "filter_subject");
        return config.get("filter_subjects") instanceof JsonArray list
                ? list.asList().stream().map(JsonElement::getAsString).toList()
                : filter.isEmpty() ? List.of() : List.of(filter);
    }

    /** Returns the first sequence; empty if it is not known, such as after a change of the subjects. */
    private static OptionalLong from(JsonObject config, Optional<CreatedAsset> made) {
        JsonObject first = made.map(CreatedAsset::info).orElseGet(JsonObject::new);
        if (made.isPresent() && !filters(config).equals(filters(first.getAsJsonObject("config")))) {
            return OptionalLong.empty();
        }
        return switch (JsonFields.text(config, "deliver_policy")) {
            case "all" -> OptionalLong.of(1);
            case "by_start_sequence" -> OptionalLong.of(JsonFields.number(config, "opt_start_seq"));
            case "new", "last", "by_start_time" ->
                first.get("delivered") instanceof JsonObject delivered
                                && JsonFields.number(delivered, "consumer_seq") == 0
                        ? OptionalLong.of(JsonFields.number(delivered, "stream_seq") + 1)
                        : OptionalLong.empty();
            default -> OptionalLong.empty();
        };
    }
}

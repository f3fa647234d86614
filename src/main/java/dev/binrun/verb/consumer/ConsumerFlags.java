package dev.binrun.verb.consumer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The flags of {@code nats consumer add} that are not fields of the API themselves; each stands for one or two fields.
 */
public record ConsumerFlags(
        @Arg("filter_subject; of a list, filter_subjects") List<String> filter,

        @Arg(
                value =
                        "deliver_policy: one of its values, a sequence to start from, or 1h for the messages since then",
                words = {
                    "all|undefined",
                    "new",
                    "last",
                    "last_per_subject|subject",
                    "by_start_sequence",
                    "by_start_time"
                },
                wordsOr = "[0-9].*")
        Optional<String> deliver,

        @Arg("a pull consumer, which it is without a deliver_subject too")
        boolean pull,

        @Arg("pause_until: a time, or a duration from now") Optional<String> pause,

        @Arg("priority_groups, with priority_policy: pinned_client")
        List<String> pinnedGroups,

        @Arg("priority_groups, with priority_policy: overflow")
        List<String> overflowGroups,

        @Arg("priority_groups, with priority_policy: prioritized")
        List<String> prioritizedGroups) {

    public ConsumerFlags {
        pause.ifPresent(time -> ConsumerPause.time(time).orElseThrow(() -> ConsumerPause.noTime("pause", time)));
    }

    /**
     * Returns a configuration with the fields that these flags stand for.
     *
     * @throws InvalidArgumentException if the configuration has such a field already
     */
    JsonObject addTo(JsonObject config) {
        JsonObject all = config.deepCopy();
        if (pull && all.has("deliver_subject")) {
            throw new InvalidArgumentException(
                    "pull", "a consumer with a deliver_subject ('target') is a push consumer; remove one of them");
        }
        if (filter.size() == 1) {
            add(all, "filter", "filter_subject", new JsonPrimitive(filter.get(0)));
        } else if (!filter.isEmpty()) {
            add(all, "filter", "filter_subjects", list(filter));
        }
        deliver.ifPresent(from -> deliver(all, from));
        pause.flatMap(ConsumerPause::time)
                .ifPresent(time -> add(all, "pause", "pause_until", new JsonPrimitive(time.toString())));
        groups(all, "pinned_groups", "pinned_client", pinnedGroups);
        groups(all, "overflow_groups", "overflow", overflowGroups);
        groups(all, "prioritized_groups", "prioritized", prioritizedGroups);
        return all;
    }

    private static void deliver(JsonObject all, String from) {
        Optional<Instant> since = Quantity.duration(from).map(Instant.now()::minus);
        if (since.isPresent() && !from.equals("0")) {
            add(all, "deliver", "deliver_policy", new JsonPrimitive("by_start_time"));
            add(all, "deliver", "opt_start_time", new JsonPrimitive(since.get().toString()));
        } else if (from.matches("\\d{1,18}")) {
            add(all, "deliver", "deliver_policy", new JsonPrimitive("by_start_sequence"));
            add(all, "deliver", "opt_start_seq", new JsonPrimitive(Long.parseLong(from)));
        } else {
            add(all, "deliver", "deliver_policy", new JsonPrimitive(from));
        }
    }

    private static void groups(JsonObject all, String flag, String policy, List<String> groups) {
        if (!groups.isEmpty()) {
            add(all, flag, "priority_groups", list(groups));
            add(all, flag, "priority_policy", new JsonPrimitive(policy));
        }
    }

    private static JsonArray list(List<String> texts) {
        JsonArray list = new JsonArray();
        texts.forEach(list::add);
        return list;
    }

    private static void add(JsonObject config, String flag, String field, JsonElement value) {
        if (config.has(field)) {
            throw new InvalidArgumentException(
                    flag, "'" + flag + "' stands for '" + field + "', which is stated already; remove one of them");
        }
        config.add(field, value);
    }
}

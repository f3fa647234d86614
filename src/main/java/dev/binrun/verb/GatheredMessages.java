package dev.binrun.verb;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.jetstream.VerbFailedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Messages or entries in the order of their arrival: the first ones are kept, all are counted. Thread-safe. */
public final class GatheredMessages {
    /** The number of items to keep if a step states no other. */
    public static final long KEPT = 1_000;

    /** The most items to keep because a step waits for so many; {@code keep} in the step can raise it. */
    public static final long KEPT_IF_ASKED = 10_000;

    private static final String ENDED = "ended";

    private static final Comparator<GatheredItem> BY_ARRIVAL = Comparator.comparingLong(GatheredItem::at);

    /**
     * One message or entry.
     *
     * @param at when it arrived, by {@link System#nanoTime}
     */
    private record GatheredItem(long at, JsonObject tree) {}

    private final String key;
    private final long keep;
    private final List<GatheredItem> items = new ArrayList<>();
    private final Map<String, JsonElement> more = new LinkedHashMap<>();
    private long received;

    private GatheredMessages(String key, long keep) {
        this.key = key;
        this.keep = keep;
    }

    /**
     * Gathers messages.
     *
     * @param keep the step's {@code keep}
     * @param asked the number of messages that the step waits for; 0 if it does not state one
     */
    public static GatheredMessages messages(Optional<Long> keep, long asked) {
        return new GatheredMessages("messages", keep.orElse(Math.max(KEPT, Math.min(asked, KEPT_IF_ASKED))));
    }

    /** Gathers entries of a bucket or an object store. */
    public static GatheredMessages entries(Optional<Long> keep) {
        return new GatheredMessages("entries", keep.orElse(KEPT));
    }

    /** Adds an item; its tree is requested only if the item is kept. */
    public synchronized void add(Supplier<JsonObject> tree) {
        received++;
        if (items.size() < keep) {
            items.add(new GatheredItem(System.nanoTime(), tree.get()));
        }
    }

    /** Adds the items of another. */
    public void addAll(GatheredMessages other) {
        GatheredMessages all = other.copy();
        synchronized (this) {
            received += all.received;
            all.items.stream().limit(Math.max(0, keep - items.size())).forEach(items::add);
        }
    }

    /** Adds a key to the answer, such as the status that ended the gathering. */
    public synchronized void put(String name, JsonElement value) {
        more.put(name, value);
    }

    /** Notes the error that ended the gathering. */
    public void fail(JsonObject error) {
        put("failed", error);
        end(VerbFailedException.describe(error) + VerbFailedException.code(error));
    }

    /** Notes why the gathering has ended; the first reason counts. A {@code stop} of the scenario does not count. */
    public synchronized void end(String why) {
        more.putIfAbsent(ENDED, new JsonPrimitive(why));
    }

    /** Returns the code and description of the status that {@link #put} added; empty if there is none. */
    public synchronized Optional<String> status() {
        return Optional.ofNullable(more.get("status"))
                .map(JsonElement::getAsJsonObject)
                .map(status -> status.get("code").getAsString() + " "
                        + status.get("description").getAsString());
    }

    /** Returns why the gathering has ended; empty if it is not known to have ended. */
    public synchronized Optional<String> end() {
        return Optional.ofNullable(more.get(ENDED)).map(JsonElement::getAsString);
    }

    /** Returns the number of items that have arrived. */
    public synchronized long received() {
        return received;
    }

    /** Returns the answer: {@code {messages: […], received, …}}. */
    public JsonObject answer() {
        return merged(List.of(this));
    }

    /** Returns the answer for the items of several, in the order of their arrival. */
    public static JsonObject merged(List<GatheredMessages> several) {
        List<GatheredMessages> now =
                several.stream().map(GatheredMessages::copy).toList();
        JsonObject answer = new JsonObject();
        now.stream().map(gathered -> gathered.key).distinct().forEach(key -> {
            List<GatheredItem> items = new ArrayList<>();
            now.stream().filter(gathered -> gathered.key.equals(key)).forEach(gathered -> items.addAll(gathered.items));
            items.sort(BY_ARRIVAL);
            JsonArray list = new JsonArray();
            items.forEach(item -> list.add(item.tree()));
            answer.add(key, list);
        });
        answer.addProperty(
                "received",
                now.stream().mapToLong(gathered -> gathered.received).sum());
        now.forEach(gathered -> gathered.addMore(answer));
        return answer;
    }

    /** Returns the state at one moment. */
    private synchronized GatheredMessages copy() {
        GatheredMessages copy = new GatheredMessages(key, keep);
        copy.items.addAll(items);
        copy.more.putAll(more);
        copy.received = received;
        return copy;
    }

    /** Adds up numbers; of other values the last one counts. */
    private static JsonElement sum(JsonElement before, JsonElement value) {
        boolean numbers = before instanceof JsonPrimitive first
                && first.isNumber()
                && value instanceof JsonPrimitive second
                && second.isNumber();
        return numbers ? new JsonPrimitive(before.getAsLong() + value.getAsLong()) : value;
    }

    private void addMore(JsonObject answer) {
        if (received > items.size()) {
            answer.addProperty(
                    "cut",
                    "kept the first " + items.size() + " of " + received + " (keep: " + received + " keeps all)");
        }
        more.forEach((name, value) -> answer.add(name, sum(answer.get(name), value)));
    }
}

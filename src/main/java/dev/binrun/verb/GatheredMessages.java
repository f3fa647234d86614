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

/** What came, in its order: the first of it is kept, all of it is counted. May be filled and read by several threads. */
public final class GatheredMessages {
    /** How much is kept if a step does not ask for more. */
    public static final long KEPT = 1_000;

    /** How much is kept because a step asks for so many to come; more only where it says {@code keep}. */
    public static final long KEPT_IF_ASKED = 10_000;

    private static final String ENDED = "ended";

    private static final Comparator<GatheredItem> AS_IT_CAME = Comparator.comparingLong(GatheredItem::at);

    /**
     * One thing that came.
     *
     * @param at when, of {@link System#nanoTime}
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
     * Messages.
     *
     * @param keep how many to keep, as the step says
     * @param asked how many the step asks for; 0 if it does not say
     */
    public static GatheredMessages messages(Optional<Long> keep, long asked) {
        return new GatheredMessages("messages", keep.orElse(Math.max(KEPT, Math.min(asked, KEPT_IF_ASKED))));
    }

    /** Entries, of a bucket or an object store. */
    public static GatheredMessages entries(Optional<Long> keep) {
        return new GatheredMessages("entries", keep.orElse(KEPT));
    }

    /** Adds one more; its tree is made only if it is kept. */
    public synchronized void add(Supplier<JsonObject> tree) {
        received++;
        if (items.size() < keep) {
            items.add(new GatheredItem(System.nanoTime(), tree.get()));
        }
    }

    /** Adds what another has gathered. */
    public void addAll(GatheredMessages other) {
        GatheredMessages all = other.copy();
        synchronized (this) {
            received += all.received;
            all.items.stream().limit(Math.max(0, keep - items.size())).forEach(items::add);
        }
    }

    /** Says something more in the answer, such as the status that ended it. */
    public synchronized void put(String name, JsonElement value) {
        more.put(name, value);
    }

    /** Notes the error that ended it. */
    public void fail(JsonObject error) {
        put("failed", error);
        end(VerbFailedException.describe(error) + VerbFailedException.code(error));
    }

    /** Notes that nothing more comes, and why; the first reason counts. The scenario's own {@code stop} is no such end. */
    public synchronized void end(String why) {
        more.putIfAbsent(ENDED, new JsonPrimitive(why));
    }

    /** Returns the status that was put, as code and description. */
    public synchronized Optional<String> status() {
        return Optional.ofNullable(more.get("status"))
                .map(JsonElement::getAsJsonObject)
                .map(status -> status.get("code").getAsString() + " "
                        + status.get("description").getAsString());
    }

    /** Returns why nothing more comes, if it is known to have ended. */
    public synchronized Optional<String> end() {
        return Optional.ofNullable(more.get(ENDED)).map(JsonElement::getAsString);
    }

    /** How many have come. */
    public synchronized long received() {
        return received;
    }

    /** What has come so far: {@code {messages: […], received, …}}. */
    public JsonObject answer() {
        return merged(List.of(this));
    }

    /** What several have gathered, as it came. */
    public static JsonObject merged(List<GatheredMessages> several) {
        List<GatheredMessages> now =
                several.stream().map(GatheredMessages::copy).toList();
        JsonObject answer = new JsonObject();
        now.stream().map(g -> g.key).distinct().forEach(key -> {
            List<GatheredItem> items = new ArrayList<>();
            now.stream().filter(g -> g.key.equals(key)).forEach(g -> items.addAll(g.items));
            items.sort(AS_IT_CAME);
            JsonArray list = new JsonArray();
            items.forEach(item -> list.add(item.tree()));
            answer.add(key, list);
        });
        answer.addProperty("received", now.stream().mapToLong(g -> g.received).sum());
        now.forEach(g -> g.sayMore(answer));
        return answer;
    }

    /** All of it at one moment. */
    private synchronized GatheredMessages copy() {
        GatheredMessages copy = new GatheredMessages(key, keep);
        copy.items.addAll(items);
        copy.more.putAll(more);
        copy.received = received;
        return copy;
    }

    /** What several count, they count together; of all else the last counts. */
    private static JsonElement sum(JsonElement before, JsonElement value) {
        boolean numbers = before instanceof JsonPrimitive there
                && there.isNumber()
                && value instanceof JsonPrimitive more
                && more.isNumber();
        return numbers ? new JsonPrimitive(before.getAsLong() + value.getAsLong()) : value;
    }

    private void sayMore(JsonObject answer) {
        if (received > items.size()) {
            answer.addProperty(
                    "cut",
                    "kept the first " + items.size() + " of " + received + " (keep: " + received + " keeps all)");
        }
        more.forEach((name, value) -> answer.add(name, sum(answer.get(name), value)));
    }
}

package dev.binrun.jetstream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The streams of an account, read page by page.
 *
 * @param patience the longest that one request may take
 */
public record StreamList(Connection connection, Duration patience) {
    /** Returns the infos of all streams, sorted by name. */
    public List<JsonObject> infos() throws InterruptedException {
        return items("STREAM.LIST", Optional.empty(), 0).stream()
                .map(JsonElement::getAsJsonObject)
                .sorted(Comparator.comparing(StreamList::name))
                .toList();
    }

    /**
     * Returns the items of all pages, in the server's order.
     *
     * @param api {@code STREAM.LIST} or {@code STREAM.NAMES}
     * @param subject a subject that the streams must have
     * @param offset the number of items to skip
     */
    public List<JsonElement> items(String api, Optional<String> subject, long offset) throws InterruptedException {
        List<JsonElement> items = new ArrayList<>();
        long total;
        JsonArray page;
        do {
            JsonObject request = new JsonObject();
            request.addProperty("offset", offset + items.size());
            subject.ifPresent(filter -> request.addProperty("subject", filter));
            JsonObject response = Api.ask(connection, api, request, patience);
            total = response.get("total").getAsLong();
            page = response.get("streams") instanceof JsonArray list ? list : new JsonArray();
            items.addAll(page.asList());
        } while (!page.isEmpty() && offset + items.size() < total);
        return items;
    }

    /** Returns the name in a stream's info. */
    public static String name(JsonElement info) {
        return info.getAsJsonObject().getAsJsonObject("config").get("name").getAsString();
    }
}

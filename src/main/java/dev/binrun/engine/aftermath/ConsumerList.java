package dev.binrun.engine.aftermath;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A request for all consumers of a stream, which the server returns in pages.
 *
 * @param patience the longest wait for each page
 */
record ConsumerList(Connection connection, String stream, Duration patience) {
    /**
     * Returns the information of each consumer.
     *
     * @throws VerbFailedException if a consumer has no leader that replies
     */
    List<JsonObject> infos() throws InterruptedException {
        List<JsonObject> infos = new ArrayList<>();
        JsonArray consumers;
        long total;
        do {
            JsonObject request = new JsonObject();
            request.addProperty("offset", infos.size());
            JsonObject page = Api.ask(connection, "CONSUMER.LIST." + stream, request, patience);
            if (page.has("missing")) {
                throw VerbFailedException.of("no reply from the leaders of " + page.get("missing"));
            }
            total = JsonFields.number(page, "total");
            consumers = page.get("consumers") instanceof JsonArray list ? list : new JsonArray();
            consumers.asList().stream().map(JsonElement::getAsJsonObject).forEach(infos::add);
        } while (!consumers.isEmpty() && infos.size() < total);
        return infos;
    }
}

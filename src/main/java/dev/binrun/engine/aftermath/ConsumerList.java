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

/** All consumers of a stream, page after page. */
record ConsumerList(Connection connection, String stream, Duration patience) {
    /**
     * The information of all of them.
     *
     * @throws VerbFailedException if one of them has no leader that answers
     */
    List<JsonObject> infos() throws InterruptedException {
        List<JsonObject> infos = new ArrayList<>();
        JsonArray page;
        long total;
        do {
            JsonObject request = new JsonObject();
            request.addProperty("offset", infos.size());
            JsonObject answer = Api.ask(connection, "CONSUMER.LIST." + stream, request, patience);
            if (answer.has("missing")) {
                throw VerbFailedException.of("no answer of " + answer.get("missing"));
            }
            total = JsonFields.number(answer, "total");
            page = answer.get("consumers") instanceof JsonArray list ? list : new JsonArray();
            page.asList().stream().map(JsonElement::getAsJsonObject).forEach(infos::add);
        } while (!page.isEmpty() && infos.size() < total);
        return infos;
    }
}

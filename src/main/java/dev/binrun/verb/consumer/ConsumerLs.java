package dev.binrun.verb.consumer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists the consumers of a stream with their infos, sorted by name: {@code nats consumer ls}. */
@VerbDoc(
        value = "Lists a stream's consumers",
        answers = "{consumers: […]}, sorted by name, each with its info",
        example = """
            - consumer ls: ORDERS
              expect: { consumers: { any: { name: worker } } }
            """)
public record ConsumerLs(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Verb {

    /**
     * Requests page by page: the server lists at most 256 consumers at a time (server/jetstream_api.go,
     * JSApiListLimit).
     */
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        List<JsonElement> consumers = new ArrayList<>();
        JsonObject page;
        int total;
        do {
            JsonObject request = new JsonObject();
            request.addProperty("offset", consumers.size());
            page = Api.ask(world, "CONSUMER.LIST." + stream, request);
            page.getAsJsonArray("consumers").forEach(consumers::add);
            total = page.get("total").getAsInt();
        } while (consumers.size() < total && !page.getAsJsonArray("consumers").isEmpty());
        return answer(page, consumers);
    }

    /** The other keys of the last page, such as the consumers that did not reply, apply to all pages. */
    private static JsonObject answer(JsonObject page, List<JsonElement> consumers) {
        consumers.sort(Comparator.comparing(ConsumerLs::name));
        JsonArray sorted = new JsonArray();
        consumers.forEach(sorted::add);
        page.add("consumers", sorted);
        page.remove("offset");
        page.remove("limit");
        return page;
    }

    private static String name(JsonElement consumer) {
        return consumer.getAsJsonObject().get("name").getAsString();
    }
}

package dev.binrun.page;

import com.google.gson.JsonObject;
import dev.binrun.form.Count;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import io.nats.client.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the messages of a stream.
 *
 * @param subject the subject of the messages to remove; empty for all
 */
record PurgeAction(String stream, String subject) implements PageAction {
    @Override
    public List<String> command() {
        List<String> words = new ArrayList<>(List.of("stream", "purge", stream, "-f"));
        if (!subject.isEmpty()) {
            words.add("--subject=" + subject);
        }
        return words;
    }

    @Override
    public String perform(Connection nc) throws InterruptedException {
        JsonObject request = new JsonObject();
        if (!subject.isEmpty()) {
            request.addProperty("filter", subject);
        }
        JsonObject reply = Api.ask(nc, "STREAM.PURGE." + stream, request, PATIENCE);
        return Count.of(JsonFields.number(reply, "purged"), "message") + " removed from " + stream;
    }
}

package dev.binrun.page;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import io.nats.client.Connection;
import java.time.Instant;
import java.util.List;

/** Pauses the deliveries of a consumer. */
record PauseAction(String stream, String consumer, long seconds) implements PageAction {
    @Override
    public List<String> command() {
        return List.of("consumer", "pause", stream, consumer, seconds + "s", "-f");
    }

    @Override
    public String perform(Connection nc) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("pause_until", Instant.now().plusSeconds(seconds).toString());
        JsonObject reply = Api.ask(nc, "CONSUMER.PAUSE." + stream + "." + consumer, request, PATIENCE);
        return consumer + " is paused until " + JsonFields.text(reply, "pause_until");
    }
}

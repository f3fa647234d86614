package dev.binrun.page;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import io.nats.client.Connection;
import java.util.List;

/** Resumes the deliveries of a paused consumer. */
record ResumeAction(String stream, String consumer) implements PageAction {
    @Override
    public List<String> command() {
        return List.of("consumer", "resume", stream, consumer, "-f");
    }

    @Override
    public String perform(Connection nc) throws InterruptedException {
        Api.ask(nc, "CONSUMER.PAUSE." + stream + "." + consumer, new JsonObject(), PATIENCE);
        return consumer + " delivers again";
    }
}

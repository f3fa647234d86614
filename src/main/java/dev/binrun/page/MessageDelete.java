package dev.binrun.page;

import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import io.nats.client.Connection;
import java.util.List;

/** Deletes a message of a stream, and overwrites its data. */
record MessageDelete(String stream, long sequence) implements PageAction {
    @Override
    public List<String> command() {
        return List.of("stream", "rmm", stream, String.valueOf(sequence), "-f");
    }

    @Override
    public String perform(Connection nc) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("seq", sequence);
        Api.ask(nc, "STREAM.MSG.DELETE." + stream, request, PATIENCE);
        return "message " + sequence + " deleted from " + stream;
    }
}

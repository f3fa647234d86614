package dev.binrun.engine;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.verb.Api;
import dev.binrun.verb.VerbFailed;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What a stream holds, read from its leader without a consumer, many requests under way at once. */
final class StreamContent {
    /**
     * A stored message.
     *
     * @param headers as on the wire; empty if there are none
     */
    record Stored(long seq, String subject, byte[] headers, byte[] data) {}

    private static final String GET = "$JS.API.STREAM.MSG.GET.";
    private static final int IN_FLIGHT = 256;

    private final Connection connection;
    private final Duration patience;

    StreamContent(Connection connection, Duration patience) {
        this.connection = connection;
        this.patience = patience;
    }

    /** The information of all streams, sorted by name. */
    List<JsonObject> streams() throws InterruptedException {
        List<JsonObject> streams = new ArrayList<>();
        long total = 1;
        while (streams.size() < total) {
            JsonObject request = new JsonObject();
            request.addProperty("offset", streams.size());
            JsonObject page = Api.ask(connection, "STREAM.LIST", request, patience);
            total = page.get("total").getAsLong();
            if (!page.has("streams")
                    || page.get("streams").isJsonNull()
                    || page.getAsJsonArray("streams").isEmpty()) {
                break;
            }
            for (JsonElement stream : page.getAsJsonArray("streams")) {
                streams.add(stream.getAsJsonObject());
            }
        }
        streams.sort(java.util.Comparator.comparing(StreamContent::name));
        return streams;
    }

    /** The messages of a stream in order, whose first and last sequence its state tells. */
    List<Stored> messages(JsonObject info) throws InterruptedException {
        JsonObject state = info.getAsJsonObject("state");
        List<Stored> messages = new ArrayList<>();
        if (state.get("messages").getAsLong() == 0) {
            return messages;
        }
        long last = state.get("last_seq").getAsLong();
        long next = state.get("first_seq").getAsLong();
        boolean dense = last - next < 4 * state.get("messages").getAsLong() + IN_FLIGHT;
        return dense ? bySequence(name(info), next, last) : oneByOne(name(info), next, last);
    }

    /** The stream's name. */
    static String name(JsonObject info) {
        return info.getAsJsonObject("config").get("name").getAsString();
    }

    private List<Stored> bySequence(String stream, long first, long last) throws InterruptedException {
        List<Stored> messages = new ArrayList<>();
        ArrayDeque<CompletableFuture<Message>> underWay = new ArrayDeque<>();
        long next = first;
        for (long seq = first; seq <= last; seq++) {
            while (next <= last && underWay.size() < IN_FLIGHT) {
                underWay.add(ask(stream, next++, false));
            }
            answer(stream, underWay.remove()).ifPresent(messages::add);
        }
        return messages;
    }

    /** Where most sequences are gone: from each message to the next one that is there. */
    private List<Stored> oneByOne(String stream, long first, long last) throws InterruptedException {
        List<Stored> messages = new ArrayList<>();
        Optional<Stored> found = answer(stream, ask(stream, first, true));
        while (found.isPresent()) {
            messages.add(found.get());
            if (found.get().seq() >= last) {
                break;
            }
            found = answer(stream, ask(stream, found.get().seq() + 1, true));
        }
        return messages;
    }

    private CompletableFuture<Message> ask(String stream, long seq, boolean orNext) {
        JsonObject request = new JsonObject();
        request.addProperty("seq", seq);
        if (orNext) {
            request.addProperty("next_by_subj", ">");
        }
        return Api.send(connection, GET + stream, null, request.toString().getBytes(StandardCharsets.UTF_8), patience);
    }

    private Optional<Stored> answer(String stream, CompletableFuture<Message> asked) throws InterruptedException {
        JsonObject answer;
        try {
            answer = Api.response(GET + stream, Api.await(connection, asked, GET + stream, patience));
        } catch (VerbFailed e) {
            if (e.error().has("code") && e.error().get("code").getAsInt() == 404) {
                return Optional.empty();
            }
            throw e;
        }
        JsonObject message = answer.getAsJsonObject("message");
        return Optional.of(new Stored(
                message.get("seq").getAsLong(),
                message.get("subject").getAsString(),
                bytes(message, "hdrs"),
                bytes(message, "data")));
    }

    private static byte[] bytes(JsonObject message, String field) {
        return message.has(field)
                ? Base64.getDecoder().decode(message.get(field).getAsString())
                : new byte[0];
    }
}

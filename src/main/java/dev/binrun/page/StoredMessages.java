package dev.binrun.page;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Reads messages of a stream with {@code STREAM.MSG.GET}. It creates no consumer, so it takes nothing from a work queue
 * and keeps nothing in an interest stream.
 */
record StoredMessages(Connection nc, String stream) {
    /** The number of sequences of one page. */
    static final int PAGE = 25;

    private static final int IN_FLIGHT = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Returns the messages of a range of sequences, newest first.
     *
     * @param to the last sequence of the range; that of the stream if it is 0
     * @throws VerbFailedException if the stream does not exist, or the server does not reply
     */
    Map<String, Object> upTo(long to) throws InterruptedException {
        JsonObject info = Api.ask(nc, "STREAM.INFO." + stream, null, PATIENCE);
        JsonObject state = JsonFields.object(info, "state");
        long first = JsonFields.number(state, "first_seq");
        long last = JsonFields.number(state, "last_seq");
        long end = to <= 0 ? last : Math.min(to, last);
        long begin = Math.max(1, Math.max(first, end - PAGE + 1)); // an empty stream has the first sequence 0
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("stream", stream);
        page.put("first_seq", first);
        page.put("last_seq", last);
        page.put("from", begin);
        page.put("to", end);
        page.put("stored", JsonFields.number(state, "messages"));
        page.put("messages", read(begin, end));
        return page;
    }

    private List<Map<String, Object>> read(long begin, long end) throws InterruptedException {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (long next = end; next >= begin; next -= IN_FLIGHT) {
            List<CompletableFuture<Message>> replies = new ArrayList<>();
            for (long seq = next; seq >= begin && seq > next - IN_FLIGHT; seq--) {
                replies.add(Api.send(nc, subject(), null, request(seq), PATIENCE));
            }
            for (CompletableFuture<Message> reply : replies) {
                add(Api.await(nc, reply, subject(), PATIENCE), messages);
            }
        }
        return messages;
    }

    private void add(Message reply, List<Map<String, Object>> messages) {
        try {
            messages.add(MessageView.stored(StoredMessage.of(Api.response(subject(), reply))));
        } catch (VerbFailedException e) {
            if (!e.isNoMessage()) { // a deleted message leaves a gap
                throw e;
            }
        }
    }

    private String subject() {
        return "$JS.API.STREAM.MSG.GET." + stream;
    }

    private static byte[] request(long seq) {
        return ("{\"seq\":" + seq + "}").getBytes(StandardCharsets.UTF_8);
    }
}

package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The messages of a stream, read from its leader in order, without a consumer. Each message is requested by its
 * sequence with {@code STREAM.MSG.GET}; several requests are in flight, fewer where the stream has gaps.
 */
public final class StreamContent {
    /** The most requests in flight: more do not make the reading faster. */
    private static final int MOST_IN_FLIGHT = 256;

    /** The most bytes of replies in flight, as large messages would fill the heap. */
    private static final long MOST_BYTES_IN_FLIGHT = 32L << 20;

    private final Connection connection;
    private final String stream;
    private final String subject;
    private final Duration patience;

    /** A request for the first message at or after a sequence. */
    private record PendingGet(long seq, CompletableFuture<Message> reply) {}

    /**
     * Creates a reader; it sends nothing yet.
     *
     * @param filter the subject that messages must match; empty for all messages
     * @param patience the longest that one request may take
     */
    public StreamContent(Connection connection, String stream, Optional<String> filter, Duration patience) {
        this.connection = connection;
        this.stream = stream;
        this.subject = filter.orElse(">");
        this.patience = patience;
    }

    /**
     * Returns all messages, in order.
     *
     * @throws VerbFailedException if the server rejects a request, or does not reply
     */
    public List<StoredMessage> all() throws InterruptedException {
        List<StoredMessage> messages = new ArrayList<>();
        each(1, messages::add);
        return messages;
    }

    /**
     * Passes on each message that the stream has now, in order.
     *
     * @param first the first sequence
     * @param reader takes a message, and returns whether it wants more
     * @throws VerbFailedException if the server rejects a request, or does not reply
     */
    public void each(long first, Predicate<StoredMessage> reader) throws InterruptedException {
        long end = end();
        long next = Math.max(1, first);
        long read = next - 1;
        int window = 1;
        long largest = 1;
        ArrayDeque<PendingGet> inFlight = new ArrayDeque<>();
        try (Replies replies = new Replies(connection)) {
            while (!inFlight.isEmpty() || next <= end) {
                long most = Math.max(1, Math.min(window, MOST_BYTES_IN_FLIGHT / largest));
                for (; next <= end && inFlight.size() < most; next++) {
                    inFlight.add(new PendingGet(next, replies.ask(apiSubject(), atOrAfter(next))));
                }
                PendingGet get = inFlight.remove();
                if (get.seq <= read) { // it was in a gap
                    window = Math.max(1, window - 1);
                    continue;
                }
                Optional<StoredMessage> message = message(get.reply);
                if (message.isEmpty() || message.get().seq() > end || !reader.test(message.get())) {
                    return;
                }
                read = message.get().seq();
                next = Math.max(next, read + 1);
                largest = Math.max(largest, size(message.get()));
                window = Math.min(MOST_IN_FLIGHT, window + 2);
            }
        }
    }

    /**
     * Returns the first message that the stream stored at a time or later.
     *
     * @param time in RFC 3339
     * @throws VerbFailedException if the server rejects the request, or does not reply
     */
    public Optional<StoredMessage> since(String time) throws InterruptedException {
        return find("next_by_subj", Optional.of(time));
    }

    /**
     * Returns a sequence after which no message matches. A memory store finds no last message of all subjects if the
     * one with the last sequence was removed (memstore.go, loadLastLocked); then this is the stream's last sequence.
     */
    private long end() throws InterruptedException {
        Optional<StoredMessage> last = find("last_by_subj", Optional.empty());
        if (last.isPresent()) {
            return last.get().seq();
        }
        if (message(send(atOrAfter(1))).isEmpty()) {
            return 0;
        }
        JsonObject info = Api.ask(connection, "STREAM.INFO." + stream, null, patience);
        return info.getAsJsonObject("state").get("last_seq").getAsLong();
    }

    private Optional<StoredMessage> find(String mode, Optional<String> startTime) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty(mode, subject);
        startTime.ifPresent(time -> request.addProperty("start_time", time));
        return message(send(bytes(request)));
    }

    private CompletableFuture<Message> send(byte[] request) {
        return Api.send(connection, apiSubject(), null, request, patience);
    }

    private byte[] atOrAfter(long seq) {
        JsonObject request = new JsonObject();
        request.addProperty("seq", seq);
        request.addProperty("next_by_subj", subject);
        return bytes(request);
    }

    private static byte[] bytes(JsonObject request) {
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Optional<StoredMessage> message(CompletableFuture<Message> reply) throws InterruptedException {
        Message message = Api.await(connection, reply, apiSubject(), patience);
        try {
            return Optional.of(StoredMessage.of(Api.response(apiSubject(), message)));
        } catch (VerbFailedException e) {
            if (e.isNoMessage()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String apiSubject() {
        return "$JS.API.STREAM.MSG.GET." + stream;
    }

    private static long size(StoredMessage message) {
        return message.data().length + message.headers().length;
    }
}

package dev.binrun.verb;

import com.google.gson.JsonObject;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.Optional;

/** Asks the server whether the stream and the consumer that a background verb reads from still exist. */
public final class Existence {
    /** A server that does not reply in this time does not tell. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Existence() {}

    /**
     * Returns why nothing more comes to a reader that creates its consumer again whenever it is lost; empty if it may go on.
     *
     * @param consumer {@code STREAM.CONSUMER}
     */
    public static Optional<String> endOfStream(Connection connection, String consumer) {
        return end(connection, consumer, Optional.empty());
    }

    /**
     * Returns why nothing more comes to a reader of this one consumer; empty if it may go on.
     *
     * @param consumer {@code STREAM.CONSUMER}
     * @param begun the consumer's info when the reader began
     */
    public static Optional<String> endOfConsumer(Connection connection, String consumer, JsonObject begun) {
        return end(connection, consumer, Optional.of(begun));
    }

    private static Optional<String> end(Connection connection, String consumer, Optional<JsonObject> begun) {
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            return connection.getStatus() == Connection.Status.CLOSED
                    ? Optional.of("its connection is closed")
                    : Optional.empty();
        }
        try {
            JsonObject now = Api.ask(connection, "CONSUMER.INFO." + consumer, null, PATIENCE);
            return begun.filter(before -> !feedsTheSame(before, now))
                    .map(before -> "its consumer was deleted, and another has its name");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (VerbFailed e) {
            if (e.isNoStream()) {
                return Optional.of("its stream does not exist any more");
            }
            return begun.filter(before -> e.isNotFound()).map(before -> "its consumer does not exist any more");
        }
    }

    /** Returns whether a consumer is the same as before, or pushes to the same subject. */
    private static boolean feedsTheSame(JsonObject before, JsonObject now) {
        String pushed = "deliver_subject";
        JsonObject config = before.getAsJsonObject("config");
        return before.get("created").equals(now.get("created"))
                || config.has(pushed)
                        && config.get(pushed).equals(now.getAsJsonObject("config").get(pushed));
    }
}

package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import io.nats.client.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** Asks the server whether the stream and the consumer that a background verb reads from still exist. */
public final class ExistenceProbe {
    /** If no server replies in this time, the reader counts as not ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private ExistenceProbe() {}

    /**
     * Returns why a reader of a stream receives nothing more; empty if it may. The reader recreates its consumer
     * whenever that is lost.
     *
     * @param begun the info of its first consumer: a stream that was created later is another one, whose first messages
     *     it skips
     */
    public static Optional<String> endOfStream(Connection connection, String stream, JsonObject begun) {
        return end(
                connection,
                "STREAM.INFO." + stream,
                "stream",
                now -> !created(now).isAfter(created(begun)));
    }

    /**
     * Returns why a reader of one consumer receives nothing more; empty if it may.
     *
     * @param consumer {@code STREAM.CONSUMER}
     * @param begun the consumer's info when the reader began
     */
    public static Optional<String> endOfConsumer(Connection connection, String consumer, JsonObject begun) {
        return end(connection, "CONSUMER.INFO." + consumer, "consumer", now -> feedsTheSame(begun, now));
    }

    private static Optional<String> end(Connection connection, String info, String what, Predicate<JsonObject> isSame) {
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            return connection.getStatus() == Connection.Status.CLOSED
                    ? Optional.of("its connection is closed")
                    : Optional.empty();
        }
        try {
            JsonObject now = Api.ask(connection, info, null, PATIENCE);
            return isSame.test(now)
                    ? Optional.empty()
                    : Optional.of("its " + what + " was deleted, and another has its name");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (VerbFailedException e) {
            return e.isNotFound()
                    ? Optional.of("its " + (e.isNoStream() ? "stream" : what) + " does not exist any more")
                    : Optional.empty();
        }
    }

    private static Instant created(JsonObject info) {
        return Instant.parse(info.get("created").getAsString());
    }

    /** Returns whether a consumer is the same as before, or pushes to the same subject. */
    private static boolean feedsTheSame(JsonObject before, JsonObject now) {
        String pushed = "deliver_subject";
        JsonObject config = before.getAsJsonObject("config");
        return before.get("created").equals(now.get("created"))
                || config.has(pushed)
                        && config.get(pushed)
                                .equals(now.getAsJsonObject("config").get(pushed));
    }
}

package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.Quantity;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Instant;
import java.util.Optional;

/** Pauses a consumer: {@code nats consumer pause}. */
@VerbDoc(
        value = "Pauses a consumer: it delivers nothing for a time",
        answers = "{paused, pause_until, pause_remaining}",
        example = """
            - consumer pause: ORDERS worker 1h
              expect: { paused: true, pause_remaining: "> 59m" }
            """)
public record ConsumerPause(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg(
                value = "the end of the pause: a time, or a duration from now",
                position = 2,
                required = true,
                also = "pause_until")
        String until)
        implements Verb {

    public ConsumerPause {
        if (time(until).isEmpty()) {
            throw noTime("until", until);
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("pause_until", time(until).orElseThrow().toString());
        return Api.ask(world, "CONSUMER.PAUSE." + stream + "." + consumer, request);
    }

    /**
     * Returns the time in a text, or the time after a duration from now; empty if it is neither. The nats CLI omits the
     * zone (UTC).
     */
    static Optional<Instant> time(String text) {
        return Quantity.duration(text)
                .map(Instant.now()::plus)
                .or(() -> Quantity.time(text))
                .or(() -> Quantity.time(text.replace(' ', 'T') + "Z"));
    }

    /** Returns the error of a text that is neither a time nor a duration. */
    static InvalidArgumentException noTime(String argument, String text) {
        return new InvalidArgumentException(
                argument,
                "'" + argument + "' must be a time such as 2026-01-31T12:00:00Z or a duration such as 2s, this is '"
                        + text + "'");
    }
}

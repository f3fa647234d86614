package dev.binrun.verb.observe;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.form.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * The thresholds of a health check: the argument of the step, else the metadata of the stream or consumer, such as
 * {@code io.nats.monitor.lag-critical: 200}, else 0, which turns the check off.
 */
record Thresholds(JsonObject metadata) {
    private static final String PREFIX = "io.nats.monitor.";

    /** Returns the thresholds in the metadata of a stream's or a consumer's info. */
    static Thresholds of(JsonObject info) {
        return new Thresholds(JsonFields.object(JsonFields.object(info, "config"), "metadata"));
    }

    /** Returns a threshold for a number. */
    long number(Optional<Long> argument, String name) {
        return argument.orElseGet(() -> fromMetadata(name)
                .flatMap(Quantity::number)
                .map(BigDecimal::longValue)
                .orElse(0L));
    }

    /** Returns a threshold for a time, in seconds. */
    double seconds(Optional<Duration> argument, String name) {
        return argument.or(() -> fromMetadata(name).flatMap(Quantity::duration))
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
    }

    /** Returns whether a check is turned on. */
    boolean flag(boolean argument, String name) {
        return argument || fromMetadata(name).filter("true"::equals).isPresent();
    }

    private Optional<String> fromMetadata(String name) {
        return JsonFields.nonEmpty(metadata, PREFIX + name);
    }
}

package dev.binrun.verb.observe;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.form.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * What a check allows: as the step says, else as the metadata of what is checked says ({@code io.nats.monitor.lag-critical: 200}),
 * else 0, which allows everything.
 */
record Thresholds(JsonObject metadata) {
    private static final String PREFIX = "io.nats.monitor.";

    /** Those in the metadata of a stream's or a consumer's info. */
    static Thresholds of(JsonObject info) {
        return new Thresholds(JsonFields.object(JsonFields.object(info, "config"), "metadata"));
    }

    /** A number of things. */
    long number(Optional<Long> said, String name) {
        return said.orElseGet(() -> written(name)
                .flatMap(Quantity::number)
                .map(BigDecimal::longValue)
                .orElse(0L));
    }

    /** A time in seconds. */
    double seconds(Optional<Duration> said, String name) {
        return said.or(() -> written(name).flatMap(Quantity::duration))
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
    }

    boolean flag(boolean said, String name) {
        return said || written(name).filter("true"::equals).isPresent();
    }

    private Optional<String> written(String name) {
        return JsonFields.nonEmpty(metadata, PREFIX + name);
    }
}

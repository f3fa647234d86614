package dev.binrun.match;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The unit of a number in an answer, with which reports show {@code 1h} and not {@code 3600000000000}. */
enum Measure {
    NUMBER,
    DURATION,
    SIZE;

    /** The fields of the JetStream API's configurations that are durations in nanoseconds. */
    static final Set<String> DURATIONS = Set.of(
            "ack_wait",
            "backoff",
            "duplicate_window",
            "idle_heartbeat",
            "inactive_threshold",
            "max_age",
            "max_expires",
            "priority_timeout",
            "subject_delete_marker_ttl");

    /** The fields of the JetStream API's configurations that are sizes in bytes. */
    static final Set<String> SIZES = Set.of("max_bytes", "max_msg_size");

    private static final Pattern OPERAND = Pattern.compile("(exactly |(?:>=|<=|!=|>|<)[ \\t]+)?(\\S+?)(?:\\.\\.\\S+)?");
    private static final long MINUTE = 60_000_000_000L;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final int MOST_DECIMALS = 2;

    /** Returns the mismatch of a number, with both values in the unit of the expected value, or else of the field. */
    static Mismatch differs(String expected, Actual actual) {
        Matcher parts = OPERAND.matcher(expected);
        Optional<Quantity> operand = parts.matches() ? Quantity.parse(parts.group(2)) : Optional.empty();
        if (operand.isEmpty()) {
            return actual.differsFrom(expected);
        }
        Measure measure = switch (operand.get().kind()) {
            case DURATION -> DURATION;
            case SIZE -> parts.group(2).endsWith("B") ? SIZE : NUMBER;
            default -> of(actual);
        };
        boolean plain = operand.get().kind() == Quantity.QuantityKind.NUMBER && expected.endsWith(parts.group(2));
        boolean exactly = expected.startsWith("exactly ");
        String operator = parts.group(1) == null ? "" : parts.group(1);
        String shown = measure.shown(actual, exactly);
        return new Mismatch(
                actual.path(),
                plain ? operator + measure.shown(parts.group(2), operand.get().value(), exactly) : expected,
                shown);
    }

    /** Returns a tree in which the durations and sizes of configurations are texts such as {@code 1h}. */
    static JsonElement readable(JsonElement value) {
        return readable("", value);
    }

    private static JsonElement readable(String key, JsonElement value) {
        if (value instanceof JsonObject map) {
            JsonObject readable = new JsonObject();
            map.asMap()
                    .forEach((name, child) ->
                            readable.add(name, Actual.isOfUsers(name) ? child : readable(name, child)));
            return readable;
        }
        if (value instanceof JsonArray list) {
            JsonArray readable = new JsonArray();
            list.forEach(child -> readable.add(readable(key, child)));
            return readable;
        }
        boolean number = value instanceof JsonPrimitive scalar && scalar.isNumber();
        String written = number ? named(key).write(value.getAsBigDecimal()) : "";
        return written.isEmpty() ? value : new JsonPrimitive(written);
    }

    /** Returns a part of an answer in the unit of its field. */
    static String shown(Actual actual) {
        return of(actual).shown(actual, false);
    }

    private static Measure of(Actual actual) {
        return actual.isOfUsers() ? NUMBER : named(actual.name());
    }

    private static Measure named(String key) {
        return DURATIONS.contains(key) ? DURATION : SIZES.contains(key) ? SIZE : NUMBER;
    }

    private String shown(Actual actual, boolean beside) {
        if (actual.absent()) {
            return "absent";
        }
        boolean number = JsonKind.of(actual.value()) == JsonKind.NUMBER;
        String plain = ShownValue.of(actual.value());
        return number ? shown(plain, actual.value().getAsBigDecimal(), beside) : plain;
    }

    private String shown(String number, BigDecimal value, boolean beside) {
        String written = write(value);
        return written.isEmpty() ? number : beside ? number + " (" + written + ")" : written;
    }

    /** The readable form of a positive value; empty if that is the number itself. */
    private String write(BigDecimal value) {
        if (this == NUMBER || value.signum() <= 0 || value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            return "";
        }
        return this == SIZE ? size(value) : value.stripTrailingZeros().scale() > 0 ? "" : duration(value.longValue());
    }

    private static String duration(long nanos) {
        if (nanos < 1_000) {
            return nanos + "ns";
        }
        if (nanos > DAY && nanos % DAY == 0) {
            return nanos / DAY + "d";
        }
        long rest = nanos % MINUTE;
        return (nanos < HOUR ? "" : nanos / HOUR + "h")
                + (nanos % HOUR < MINUTE ? "" : nanos % HOUR / MINUTE + "m")
                + (rest == 0 ? "" : rest < 1_000 ? rest + "ns" : Quantity.writeExactly(Duration.ofNanos(rest)));
    }

    /** The largest unit in which the size has few decimals. */
    private static String size(BigDecimal bytes) {
        for (int power = 4; power > 0; power--) {
            BigDecimal unit = BigDecimal.valueOf(1L << (10 * power));
            BigDecimal units = bytes.divide(unit).stripTrailingZeros();
            if (bytes.compareTo(unit) >= 0 && units.scale() <= MOST_DECIMALS) {
                return units.toPlainString() + " KMGT".charAt(power) + "B";
            }
        }
        return "";
    }
}

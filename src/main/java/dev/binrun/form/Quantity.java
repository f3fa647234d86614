package dev.binrun.form;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that can be compared: a number, a duration ({@code 1h30m}), a size ({@code 64KB}) or a time (RFC 3339).
 *
 * @param kind the kind of value
 * @param value the number, the nanoseconds of a duration, the bytes of a size, or the nanoseconds of a time since 1970
 */
public record Quantity(QuantityKind kind, BigDecimal value) implements Comparable<Quantity> {
    /** The kinds of values that can be compared. */
    public enum QuantityKind {
        NUMBER,
        DURATION,
        SIZE,
        TIME
    }

    /** The regular expression of a decimal number, in the syntax that Java and JSON Schema share. */
    public static final String DECIMAL = "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?";

    /** The regular expression of a size with a unit. */
    public static final String SIZE = "([0-9]+(?:\\.[0-9]+)?)(?:([KMGT])(?:i?B)?|B)";

    /** The regular expression of a duration without a sign. */
    public static final String SPAN = "(?:[0-9]+(?:\\.[0-9]+)?(?:ns|us|µs|ms|[smhdwMy]))+";

    /** The regular expression of a time. */
    public static final String TIME = "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}"
            + "(?:\\.[0-9]{1,9})?(?:[Zz]|[-+][0-9]{2}:[0-9]{2})";

    private static final Pattern DECIMAL_FORM = Pattern.compile(DECIMAL);
    private static final Pattern BASED_FORM = Pattern.compile("0x[0-9a-fA-F]+|0o[0-7]+");
    private static final Pattern SIZE_FORM = Pattern.compile(SIZE);
    private static final Pattern DURATION_FORM = Pattern.compile("-?" + SPAN);
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|[smhdwMy])");
    private static final Pattern TIME_FORM = Pattern.compile(TIME);

    /** Nanoseconds of each unit; the units above the hour are those of the nats CLI. */
    private static final Map<String, Long> NANOS = Map.ofEntries(
            Map.entry("ns", 1L),
            Map.entry("us", 1_000L),
            Map.entry("µs", 1_000L),
            Map.entry("ms", 1_000_000L),
            Map.entry("s", 1_000_000_000L),
            Map.entry("m", 60_000_000_000L),
            Map.entry("h", 3_600_000_000_000L),
            Map.entry("d", 86_400_000_000_000L),
            Map.entry("w", 604_800_000_000_000L),
            Map.entry("M", 2_592_000_000_000_000L),
            Map.entry("y", 31_536_000_000_000_000L));

    private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000L);
    private static final int LONGEST = 64;

    /** Reads a quantity; empty if the text is not a quantity. */
    public static Optional<Quantity> parse(String text) {
        if (text.isEmpty()
                || text.length() > LONGEST
                || text.charAt(0) > '9') { // all start with a digit, a sign or a dot
            return Optional.empty();
        }
        return number(text)
                .map(value -> new Quantity(QuantityKind.NUMBER, value))
                .or(() -> size(text).map(value -> new Quantity(QuantityKind.SIZE, value)))
                .or(() -> nanos(text).map(value -> new Quantity(QuantityKind.DURATION, value)))
                .or(() -> time(text).map(Quantity::of));
    }

    /** Returns a point in time as a quantity. */
    public static Quantity of(Instant time) {
        BigDecimal seconds = BigDecimal.valueOf(time.getEpochSecond());
        return new Quantity(
                QuantityKind.TIME, seconds.multiply(NANOS_PER_SECOND).add(BigDecimal.valueOf(time.getNano())));
    }

    /** Reads a number of YAML's core schema: decimal, {@code 0x…} or {@code 0o…}. */
    public static Optional<BigDecimal> number(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        if (DECIMAL_FORM.matcher(text).matches()) {
            return Optional.of(new BigDecimal(text));
        }
        if (BASED_FORM.matcher(text).matches()) {
            return Optional.of(new BigDecimal(new BigInteger(text.substring(2), text.charAt(1) == 'x' ? 16 : 8)));
        }
        return Optional.empty();
    }

    /** Reads a duration such as {@code 500ms} or {@code 1h30m}, or {@code 0}. */
    public static Optional<Duration> duration(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        return text.length() > LONGEST ? Optional.empty() : nanos(text).flatMap(Quantity::toDuration);
    }

    /**
     * Reads nanoseconds as the JetStream API takes them: a duration, also a negative one, or a number without a unit.
     */
    public static Optional<BigDecimal> nanoseconds(String text) {
        return number(text).or(() -> text.length() > LONGEST ? Optional.empty() : nanos(text));
    }

    /**
     * Reads a size in bytes such as {@code 512}, {@code 64KB} or {@code 1GiB}; as in the nats CLI, all units are powers
     * of 1,024.
     */
    public static Optional<BigDecimal> bytes(String text) {
        return number(text).or(() -> text.length() > LONGEST ? Optional.empty() : size(text));
    }

    /** Reads a time in RFC 3339. */
    public static Optional<Instant> time(String text) {
        if (!TIME_FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notOnTheCalendar) {
            return Optional.empty();
        }
    }

    /** Writes a duration as Go and the nats CLI do, to three digits: {@code 1.204s}, {@code 12.3ms}. */
    public static String write(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000_000) {
            return trimmed(nanos / 1e3, "µs");
        }
        return nanos < 1_000_000_000 ? trimmed(nanos / 1e6, "ms") : trimmed(nanos / 1e9, "s");
    }

    /** Writes a duration to the nanosecond: {@code 1.204512ms}. */
    public static String writeExactly(Duration duration) {
        long nanos = duration.toNanos();
        String unit = nanos < 1_000_000 ? "µs" : nanos < 1_000_000_000 ? "ms" : "s";
        int digits = nanos < 1_000_000 ? 3 : nanos < 1_000_000_000 ? 6 : 9;
        BigDecimal value = BigDecimal.valueOf(nanos, digits); // no division, because every step's answer has a duration
        return (nanos == 0 ? "0" : value.stripTrailingZeros().toPlainString()) + unit;
    }

    /** Returns the point in time; the kind must be {@link QuantityKind#TIME}. */
    public Instant toInstant() {
        BigDecimal[] parts = value.divideAndRemainder(NANOS_PER_SECOND);
        return Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue());
    }

    /** Compares the values; only meaningful between quantities that are {@link #comparableWith comparable}. */
    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    /**
     * Returns whether two values can be compared. Durations and sizes compare with numbers, because the API writes them
     * so.
     */
    public boolean comparableWith(Quantity other) {
        return kind == other.kind
                || kind == QuantityKind.NUMBER && other.kind != QuantityKind.TIME
                || other.kind == QuantityKind.NUMBER && kind != QuantityKind.TIME;
    }

    private static Optional<BigDecimal> size(String text) {
        Matcher size = SIZE_FORM.matcher(text);
        if (!size.matches()) {
            return Optional.empty();
        }
        int power = size.group(2) == null ? 0 : "KMGT".indexOf(size.group(2)) + 1;
        return Optional.of(new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power))));
    }

    private static Optional<BigDecimal> nanos(String text) {
        if (!DURATION_FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = DURATION_PART.matcher(text);
        while (part.find()) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
        }
        return Optional.of(text.startsWith("-") ? sum.negate() : sum);
    }

    private static Optional<Duration> toDuration(BigDecimal nanos) {
        BigInteger whole = nanos.toBigInteger();
        return whole.bitLength() > 62 ? Optional.empty() : Optional.of(Duration.ofNanos(whole.longValue()));
    }

    private static String trimmed(double value, String unit) {
        int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        BigDecimal rounded = BigDecimal.valueOf(value)
                .setScale(unit.equals("s") ? 3 : digits, java.math.RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.toPlainString() + unit;
    }
}

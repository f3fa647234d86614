package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.form.Quantity.QuantityKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "0, NUMBER, 0",
        "-17, NUMBER, -17",
        "+1, NUMBER, 1",
        "007, NUMBER, 7",
        "2.50, NUMBER, 2.5",
        ".5, NUMBER, 0.5",
        "1e3, NUMBER, 1000",
        "0x1F, NUMBER, 31",
        "0o17, NUMBER, 15",
        "512B, SIZE, 512",
        "64KB, SIZE, 65536",
        "64K, SIZE, 65536",
        "1.5MiB, SIZE, 1572864",
        "1GB, SIZE, 1073741824",
        "250ns, DURATION, 250",
        "1us, DURATION, 1000",
        "1µs, DURATION, 1000",
        "500ms, DURATION, 500000000",
        "1h30m, DURATION, 5400000000000",
        "-1.5s, DURATION, -1500000000",
        "1d, DURATION, 86400000000000",
        "1970-01-01T00:00:01.000000001Z, TIME, 1000000001",
        "1970-01-01T01:00:00+01:00, TIME, 0",
    })
    void parse_quantity_hasKindAndValue(String text, QuantityKind kind, BigDecimal value) {
        Quantity quantity = Quantity.parse(text).orElseThrow();

        assertEquals(kind, quantity.kind());
        assertEquals(0, value.compareTo(quantity.value()), quantity.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "1 s",
                "s",
                "1.2.3",
                "--1",
                "1e",
                "1e1000",
                "0x",
                "0o8",
                "1kb",
                "5X",
                "2026-02-30T00:00:00Z",
                "2026-01-01",
                "12:30:45",
                "NaN",
                "1_000",
                "١"
            })
    void parse_notAQuantity_isEmpty(String text) {
        assertEquals(Optional.empty(), Quantity.parse(text));
    }

    @Test
    void parse_endlessDigits_isEmptyAtOnce() {
        String digits = "9".repeat(5_000_000);

        assertEquals(Optional.empty(), Quantity.parse(digits));
        assertEquals(Optional.empty(), Quantity.number(digits));
        assertEquals(Optional.empty(), Quantity.bytes(digits + "KB"));
        assertEquals(Optional.empty(), Quantity.duration(digits + "s"));
    }

    @Test
    void duration_numberWithoutUnit_isEmptyUnlessZero() {
        assertEquals(Optional.of(Duration.ZERO), Quantity.duration("0"));
        assertEquals(Optional.empty(), Quantity.duration("5"));
    }

    @Test
    void duration_tooLongForNanoseconds_isEmpty() {
        assertEquals(Optional.empty(), Quantity.duration("300y"));
    }

    @Test
    void duration_month_isThirtyDays() {
        assertEquals(Optional.of(Duration.ofDays(30)), Quantity.duration("1M"));
    }

    @Test
    void compareTo_differentUnits_comparesValues() {
        assertEquals(0, quantity("90m").compareTo(quantity("1h30m")));
        assertTrue(quantity("1023B").compareTo(quantity("1K")) < 0);
        assertTrue(quantity("2026-01-01T00:00:00Z").compareTo(quantity("2026-01-01T00:30:00+01:00")) > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "1s, 1000, true",
        "1K, 1000, true",
        "1s, 2s, true",
        "1s, 1K, false",
        "1s, 2026-01-01T00:00:00Z, false",
        "1, 2026-01-01T00:00:00Z, false"
    })
    void comparableWith_otherKind_isFalse(String one, String other, boolean comparable) {
        assertEquals(comparable, quantity(one).comparableWith(quantity(other)));
        assertEquals(comparable, quantity(other).comparableWith(quantity(one)));
    }

    @Test
    void toInstant_beforeTheEpoch_isExact() {
        Instant time = Instant.parse("1969-12-31T23:59:59.5Z");

        assertEquals(time, Quantity.of(time).toInstant());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0µs",
        "1500, 1.5µs",
        "12345678, 12.3ms",
        "999999, 1000µs",
        "123456789, 123ms",
        "1204000000, 1.204s",
        "90000000000, 90s"
    })
    void write_duration_isRoundedToThreeDigits(long nanos, String text) {
        assertEquals(text, Quantity.write(Duration.ofNanos(nanos)));
    }

    @ParameterizedTest
    @CsvSource({"1204512, 1.204512ms", "1, 0.001µs", "60000000001, 60.000000001s", "0, 0µs"})
    void writeExactly_duration_keepsNanoseconds(long nanos, String text) {
        assertEquals(text, Quantity.writeExactly(Duration.ofNanos(nanos)));
        assertEquals(Optional.of(Duration.ofNanos(nanos)), Quantity.duration(text));
    }

    private static Quantity quantity(String text) {
        return Quantity.parse(text).orElseThrow();
    }
}

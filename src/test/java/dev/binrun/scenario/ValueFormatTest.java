package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.form.ApiField;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The reader and the schema agree on each format of the table. */
final class ValueFormatTest {
    @ParameterizedTest
    @CsvSource({
        "BOOLEAN,True,yes",
        "NUMBER,0x1F,many",
        "NUMBER,1e3,1k",
        "SIZE,64KiB,64X",
        "DURATION,1h30m,-1s",
        "DURATION,0,5",
        "NANOSECONDS,-1s,soon",
        "NANOSECONDS,5M,5Q",
        "TIME,2026-01-31T12:00:00Z,2026-01-31",
        "INDEXES,51..100,51..",
        "VERSION,v2.14.0-RC.1,new"
    })
    void parse_validOrInvalid_agreesWithTheSchema(ValueFormat format, String valid, String invalid) {
        assertTrue(format.parse(valid).isPresent() && valid.matches(format.pattern()), valid);
        assertTrue(format.parse(invalid).isEmpty() && !invalid.matches(format.pattern()), invalid);
    }

    @ParameterizedTest
    @EnumSource
    void words_eachFormat_arePresent(ValueFormat format) {
        assertTrue(!format.label().isEmpty() && !format.expected().isEmpty());
    }

    @Test
    void of_fieldOfTheApi_isTheFormatOfItsElements() {
        assertEquals(ValueFormat.NANOSECONDS, ValueFormat.of(ApiField.Form.DURATIONS));
        assertEquals(
                Optional.of(new BigDecimal("1500000000")),
                ValueFormat.NANOSECONDS
                        .parse("1.5s")
                        .map(nanos -> ((BigDecimal) nanos).stripTrailingZeros().setScale(0)));
    }

    @Test
    void of_recordThatIsWrittenAsAMap_isEmpty() {
        assertEquals(Optional.empty(), ValueFormat.of(TlsConfig.class));
    }
}

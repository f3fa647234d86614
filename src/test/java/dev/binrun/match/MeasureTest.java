package dev.binrun.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import dev.binrun.form.ApiField;
import dev.binrun.form.ApiField.Form;
import dev.binrun.form.Quantity;
import dev.binrun.verb.consumer.ConsumerField;
import dev.binrun.verb.stream.StreamField;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The durations and sizes of configurations, as reports show them. */
final class MeasureTest {
    @Test
    void fields_matchTheApiConfigurations() {
        assertEquals(fields(Set.of(Form.DURATION, Form.DURATIONS)), new TreeSet<>(Measure.DURATIONS));
        assertEquals(fields(Set.of(Form.SIZE)), new TreeSet<>(Measure.SIZES));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1ns",
        "999,999ns",
        "1000,1µs",
        "1500000,1.5ms",
        "500000000,500ms",
        "1000000000,1s",
        "60000000000,1m",
        "90000000000,1m30s",
        "120000000000,2m",
        "3600000000000,1h",
        "3600000000001,1h1ns",
        "5400000000000,1h30m",
        "3600500000000,1h500ms",
        "86400000000000,24h",
        "172800000000000,2d",
        "90000000000000,25h",
        "0,0",
        "-1,-1",
    })
    void duration_positive_isReadable(long nanos, String shown) {
        assertEquals("{\"max_age\":" + quoted(nanos, shown) + "}", readable("{\"max_age\":" + nanos + "}"));
        if (nanos > 0) {
            assertEquals(
                    BigDecimal.valueOf(nanos),
                    Quantity.parse(shown).orElseThrow().value().setScale(0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1023,1023",
        "1024,1KB",
        "1536,1.5KB",
        "1000,1000",
        "1048576,1MB",
        "5368709120,5GB",
        "1048577,1048577",
        "-1,-1"
    })
    void size_positive_isReadable(long bytes, String shown) {
        assertEquals("{\"max_bytes\":" + quoted(bytes, shown) + "}", readable("{\"max_bytes\":" + bytes + "}"));
    }

    @Test
    void readable_lists_areReadableToo() {
        assertEquals(
                "{\"config\":{\"backoff\":[\"1s\",\"1m\"],\"max_msgs\":1000}}",
                readable("{\"config\":{\"backoff\":[1000000000,60000000000],\"max_msgs\":1000}}"));
    }

    @Test
    void readable_usersData_isUnchanged() {
        String payload = "{\"json\":{\"max_age\":1000000000},\"metadata\":{\"max_bytes\":\"1024\"}}";

        assertEquals(payload, readable(payload));
    }

    private static String readable(String json) {
        return Measure.readable(JsonParser.parseString(json)).toString();
    }

    private static String quoted(long number, String shown) {
        return shown.equals(String.valueOf(number)) ? shown : "\"" + shown + "\"";
    }

    private static Set<String> fields(Set<Form> forms) {
        return Stream.concat(Arrays.stream(StreamField.values()), Arrays.stream(ConsumerField.values()))
                .flatMap(MeasureTest::withInner)
                .filter(field -> forms.contains(field.form()))
                .map(ApiField::field)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<ApiField> withInner(ApiField field) {
        return Stream.concat(Stream.of(field), field.within().stream().flatMap(MeasureTest::withInner));
    }
}

package dev.binrun.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SubscriptionsTest {
    private static final Instant MORNING = Instant.parse("2026-01-01T08:00:00Z");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "event.a, event.a",
        "event.a event.a, event.a",
        "event.a event.b, event.a event.b",
        "event.a event.*, event.*",
        "event.* event.a.b, event.* event.a.b",
        "event.> event.a.b event.*, event.>",
        "event.*.a event.b.*, event.*.*",
        "event.a.> event.*.b, event.*.>",
        "event.a.> event.b.> event.*.c.d, event.*.>",
        "event.*.a event.b.* event.c.d, event.*.*",
        "event.*.a event.b.c, event.*.a event.b.c",
        "event.a.> event.a, event.a.> event.a"
    })
    void overlap_isReducedToDisjointFilters(String subjects, String filters) throws Exception {
        assertEquals(filters, String.join(" ", subscriptions(MORNING, subjects).filterNames()));
    }

    @Test
    void widenedFilters_doNotWidenTheSubscriptions() throws Exception {
        Subscriptions subscriptions = subscriptions(MORNING, "event.*.a event.b.*");
        assertTrue(subscriptions.widened());
        assertTrue(subscriptions.wants("event.x.a", NOON));
        assertTrue(subscriptions.wants("event.b.x", NOON));
        assertFalse(subscriptions.wants("event.x.y", NOON));
    }

    @Test
    void subjectAddedAtNoon_isWantedFromNoonOn() throws Exception {
        Subscriptions former = subscriptions(MORNING, "event.a event.w.>").fromTheBeginning();
        Subscriptions latter = subscriptions(NOON, "event.a event.b event.w.c").after(former);
        assertTrue(latter.wants("event.a", MORNING));
        assertTrue(latter.wants("event.w.c", MORNING), "the former wildcard stood for it");
        assertFalse(latter.wants("event.b", MORNING));
        assertTrue(latter.wants("event.b", NOON));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"subscriptions":["event.b"]    | the value is not JSON: {"subscriptions":["event.b"]
                    {"subscriptions":["event.b",]}  | the value is not JSON: {"subscriptions":["event.b",]}
                    {subscriptions:["event.b"]}     | the value is not JSON: {subscriptions:["event.b"]}
                    {"subscriptions":[]} x          | the value is not JSON: {"subscriptions":[]} x
                    ["event.b"]                     | the value must be an object like {"subscriptions":["event.orders.created"]}, not ["event.b"]
                    null                            | the value must be an object like {"subscriptions":["event.orders.created"]}, not null
                    {"subscription":["event.b"]}    | unknown field "subscription"; the value must be an object like {"subscriptions":["event.orders.created"]}
                    {}                              | the field subscriptions is missing; the value must be an object like {"subscriptions":["event.orders.created"]}
                    {"subscriptions":"event.b"}     | subscriptions must be a list of subjects, not "event.b"
                    {"subscriptions":null}          | subscriptions must be a list of subjects, not null
                    {"subscriptions":["event.b",1]} | subscriptions must contain subjects as strings, not 1
                    {"subscriptions":["orders.b"]}  | subject "orders.b" is outside event.>, the subjects of events
                    {"subscriptions":[">"]}         | subject ">" is outside event.>, the subjects of events
                    {"subscriptions":["*.b"]}       | subject "*.b" is outside event.>, the subjects of events
                    {"subscriptions":["event"]}     | subject "event" is outside event.>, the subjects of events
                    {"subscriptions":[""]}          | subject "" has an empty token
                    {"subscriptions":["event..b"]}  | subject "event..b" has an empty token
                    {"subscriptions":["event.b."]}  | subject "event.b." has an empty token
                    {"subscriptions":["event.b c"]} | subject "event.b c" contains whitespace or a control character
                    {"subscriptions":["event.\\u001b"]} | subject "event.\\x1b" contains whitespace or a control character
                    {"subscriptions":["event.>.b"]} | subject "event.>.b" has > before its last token
                    {"subscriptions":["event.b*"]}  | subject "event.b*" has a wildcard inside the token "b*"; a wildcard must be a whole token
                    """)
    void badValue_isRejectedWithTheReason(String value, String reason) {
        BadEntryException refused = assertThrows(BadEntryException.class, () -> read(value));
        assertEquals(reason, refused.getMessage());
    }

    @Test
    void tooManySubjects_areRejected() {
        String subjects = "\"event.a\",".repeat(1_001);
        BadEntryException refused = assertThrows(
                BadEntryException.class,
                () -> read("{\"subscriptions\":[" + subjects.substring(0, subjects.length() - 1) + "]}"));
        assertEquals(
                "subscriptions has 1001 subjects, and a session has at most 1000; use wildcards", refused.getMessage());
    }

    @Test
    void valueNotUtf8_isRejected() {
        BadEntryException refused = assertThrows(
                BadEntryException.class, () -> Subscriptions.read(new byte[] {'{', (byte) 0xff, '}'}, NOON));
        assertEquals("the value is not UTF-8: {\ufffd}", refused.getMessage());
    }

    private static Subscriptions subscriptions(Instant put, String subjects) throws BadEntryException {
        List<String> all = Arrays.asList(subjects.split(" "));
        return Subscriptions.read(
                all.stream()
                        .map(subject -> '"' + subject + '"')
                        .collect(Collectors.joining(",", "{\"subscriptions\":[", "]}"))
                        .getBytes(StandardCharsets.UTF_8),
                put);
    }

    private static Subscriptions read(String value) throws BadEntryException {
        return Subscriptions.read(value.getBytes(StandardCharsets.UTF_8), NOON);
    }
}

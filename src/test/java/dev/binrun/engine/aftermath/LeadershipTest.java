package dev.binrun.engine.aftermath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeadershipTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true  | {ts: '2026-01-01T00:00:01.9Z', cluster: {leader: n1, leader_since: '2026-01-01T00:00:01Z', replicas: []}}
            false | {ts: '2026-01-01T00:00:02Z', cluster: {leader: n1, leader_since: '2026-01-01T00:00:01Z', replicas: []}}
            false | {ts: '2026-01-01T00:00:01Z', cluster: {leader: n1, leader_since: '2026-01-01T00:00:01Z'}}
            false | {ts: '2026-01-01T00:00:01Z', cluster: {leader: n1, replicas: []}}
            false | {ts: '2026-01-01T00:00:01Z'}
            """)
    void isNew_untilOneSecondHasPassed(boolean isNew, String info) {
        assertEquals(isNew, Leadership.isNew(JsonParser.parseString(info).getAsJsonObject()));
    }
}

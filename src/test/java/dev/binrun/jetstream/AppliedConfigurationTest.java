package dev.binrun.jetstream;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

final class AppliedConfigurationTest {
    @Test
    void mustHold_fieldNotReturned_namesServerAndFields() {
        assertEquals(
                "this server (2.10.29) ignored allow_msg_ttl, placement.preferred, sources[1].consumer",
                assertThrows(
                                IgnoredFieldException.class,
                                () -> check(
                                        "{allow_msg_ttl: true, max_age: 5, placement: {cluster: 'c', preferred: 'n1'},"
                                                + " sources: [{name: 'a'}, {name: 'b', consumer: {name: 'c'}}]}",
                                        "{max_age: 5, placement: {cluster: 'c'}, sources: [{name: 'a'}, {name: 'b'}]}"))
                        .getMessage());
    }

    @Test
    void mustHold_emptyValuesLeftOut_areNotIgnored() {
        assertDoesNotThrow(() ->
                check("{a: false, b: 0, c: '', d: [], e: {}, f: null, g: {h: 0}, i: 1}", "{g: {}, i: 2, more: 3}"));
    }

    private static void check(String sent, String config) {
        JsonObject answer = new JsonObject();
        answer.add("config", JsonParser.parseString(config));
        AppliedConfiguration.mustHold(JsonParser.parseString(sent).getAsJsonObject(), answer, "2.10.29");
    }
}

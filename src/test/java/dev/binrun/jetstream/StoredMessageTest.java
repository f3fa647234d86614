package dev.binrun.jetstream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Tests stored messages in replies to {@code STREAM.MSG.GET}. */
final class StoredMessageTest {
    @Test
    void tree_headers_keepCaseAndOrder() {
        assertEquals(
                json("""
                        {subject: 'a.b', data: 'hi', headers: {'Many': ['one', 'two'], 'lower-Case': 'x', 'Empty': '', 'Url': 'http://h:1', 'Ü': 'ö'},
                         size: 2, seq: 7, time: '2026-01-31T12:00:00.000000001Z'}
                        """),
                stored("Many: one\r\nlower-Case:x\r\nMany:  two \r\nEmpty:\r\nUrl: http://h:1\r\nÜ: ö\r\n", "hi")
                        .tree());
    }

    @Test
    void tree_withoutHeadersAndPayload_hasNoHeadersAndAnEmptyText() {
        assertEquals(
                json("{subject: 'a.b', data: '', size: 0, seq: 7, time: '2026-01-31T12:00:00.000000001Z'}"),
                StoredMessage.of(json("{message: {subject: 'a.b', seq: 7, time: '2026-01-31T12:00:00.000000001Z'}}"))
                        .tree());
    }

    @Test
    void tree_brokenHeaderLines_areOmitted() {
        assertEquals(
                "{\"K\":\"v\"}",
                stored("no colon\r\n: no name\r\nK: v\r\n", "")
                        .tree()
                        .get("headers")
                        .toString());
    }

    private static StoredMessage stored(String headers, String data) {
        JsonObject answer = json("{message: {subject: 'a.b', seq: 7, time: '2026-01-31T12:00:00.000000001Z'}}");
        JsonObject message = answer.getAsJsonObject("message");
        message.addProperty("hdrs", base64("NATS/1.0\r\n" + headers + "\r\n"));
        message.addProperty("data", base64(data));
        return StoredMessage.of(answer);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}

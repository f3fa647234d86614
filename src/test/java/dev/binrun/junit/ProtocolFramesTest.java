package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProtocolFramesTest {
    private static final String BYTES = """
            INFO {"client_id":7, "max_payload":1048576}\r
            PUB orders.new _INBOX.a 12\r
            coffee\r
            MSG \r
            HPUB orders.new 12 14\r
            NATS/1.0\r
            \r
            ab\r
            PING\r
            MSG orders.new 1 0\r
            \r
            HMSG orders.ä 1 $JS.ACK.x 12 12\r
            NATS/1.0\r
            \r
            \r
            """;

    private static final List<String> OPERATIONS = List.of(
            "INFO {\"client_id\":7, \"max_payload\":1048576}|",
            "PUB orders.new _INBOX.a 12|coffee\r\nMSG ",
            "HPUB orders.new 12 14|NATS/1.0\r\n\r\nab",
            "PING|",
            "MSG orders.new 1 0|",
            "HMSG orders.ä 1 $JS.ACK.x 12 12|NATS/1.0\r\n\r\n");

    @Test
    void operations_areSplit_atAnyEndOfARead() {
        byte[] bytes = BYTES.getBytes(StandardCharsets.UTF_8);
        for (int size = 1; size <= bytes.length; size++) {
            List<String> operations = new ArrayList<>();
            ProtocolFrames frames = new ProtocolFrames((words, body) ->
                    operations.add(String.join(" ", words) + "|" + new String(body, StandardCharsets.UTF_8)));

            for (int at = 0; at < bytes.length; at += size) {
                frames.add(bytes, at, Math.min(size, bytes.length - at));
            }

            assertEquals(OPERATIONS, operations, "reads of " + size);
        }
    }
}

package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopbackTest {
    private static final Pattern LISTENING = Pattern.compile("Listening for (\\w+) .* on (?:\\w+://)?(.+):\\d+");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'websocket': {'port': 1}} | {'websocket': {'port': 1, 'host': '127.0.0.1'}}",
                "{'LeafNodes': {'listen': 7422}} | {'LeafNodes': {'listen': '127.0.0.1:7422'}}",
                "{'mqtt': {'listen': ':1883'}} | {'mqtt': {'listen': '127.0.0.1:1883'}}",
                "{'cluster': {'net': '::1'}} | {'cluster': {'net': '::1'}}",
                "{'listen': 4222} | {'listen': '127.0.0.1:4222'}",
                "{'http': -1, 'https': ':8443'} | {'http': '127.0.0.1:-1', 'https': '127.0.0.1:8443'}",
                "{'gateway': {}} | {'gateway': {'host': '127.0.0.1'}}",
                "{'http_port': 8222} | {'http_port': 8222}",
            })
    void filledIn_namesTheLoopbackAddress(String config, String filled) {
        assertEquals(json(filled), Loopback.filledIn(json(config)));
    }

    @Test
    void start_withListeners_allUseTheLoopbackAddress() {
        JsonObject config = json("{'websocket': {'port': -1, 'no_tls': true}, 'leafnodes': {'port': -1},"
                + " 'mqtt': {'port': -1}, 'http': -1}");
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral().withConfig(config))) {
            Map<String, String> hosts = server.log().lines().stream()
                    .map(line -> LISTENING.matcher(line.text()))
                    .filter(java.util.regex.Matcher::find)
                    .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2), (a, b) -> a));
            assertEquals(
                    Map.of(
                            "websocket", "127.0.0.1",
                            "leafnode", "127.0.0.1",
                            "MQTT", "127.0.0.1",
                            "client", "127.0.0.1"),
                    hosts);
        }
    }

    @Test
    void start_withOtherAddress_isRejected() {
        RefusedConfigException refused = assertThrows(
                RefusedConfigException.class,
                () -> NatsServer.start(ServerOptions.ephemeral().withConfig(json("{'host': '0.0.0.0'}"))));
        assertEquals(
                "the server's configuration must not set \"host\": \"0.0.0.0\" is not a loopback address, so other machines"
                        + " could connect. Write 127.0.0.1",
                refused.getMessage());
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }
}

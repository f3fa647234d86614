package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ServerOptionsTest {
    private static final ServerOptions OPTIONS = ServerOptions.ephemeral();

    @Test
    void options_wrongValues_areRejectedByName() {
        assertRefused("the server's name must be a word, was a b", () -> OPTIONS.withName("a b"));
        assertRefused(
                "the server's port must be from 1 to 65535, or -1 for any free one, was 0", () -> OPTIONS.withPort(0));
        assertRefused(
                "the server's port must be from 1 to 65535, or -1 for any free one, was 65536",
                () -> OPTIONS.withPort(65_536));
        assertRefused(
                "the server's startTimeout must be positive, was PT0S", () -> OPTIONS.withStartTimeout(Duration.ZERO));
    }

    @Test
    void config_changedAfterwards_optionsStayTheSame() {
        JsonObject config = new JsonObject();
        ServerOptions options = OPTIONS.withConfig(config);
        config.addProperty("max_payload", 1);
        options.config().addProperty("max_payload", 1);
        assertEquals(new JsonObject(), options.config());
    }

    @Test
    void withConfig_map_isTheSameAsJson() {
        ServerOptions options = OPTIONS.withConfig(Map.of("jetstream", Map.of("max_file", "1GB"), "trace", true));

        assertEquals(JsonParser.parseString("{'jetstream': {'max_file': '1GB'}, 'trace': true}"), options.config());
    }

    @Test
    void withConfig_valueOfAnotherType_isRefused() {
        assertRefused(
                "the server's config is wrong: 'ping_interval' has the type java.time.Duration; use Map, List, String,"
                        + " numbers, booleans, null and records",
                () -> OPTIONS.withConfig(Map.of("ping_interval", Duration.ofSeconds(1))));
    }

    private static void assertRefused(String message, Executable wrong) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
}

package dev.binrun.junit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.binrun.server.ReservedKey;
import java.util.List;

/** The server configuration of an embedded server. */
final class KitConfig {
    private KitConfig() {}

    /**
     * Reads the configuration of an embedded server.
     *
     * @param source the test class
     * @throws IllegalArgumentException if it is wrong, or its file does not exist
     */
    static JsonObject read(Class<?> source, KitSettings settings) {
        String attribute = settings.configFile().isBlank() ? "config" : "configFile";
        String text = settings.configFile().isBlank()
                ? settings.config()
                : KitFile.text(source, attribute, settings.configFile());
        JsonObject config = parsed(attribute, text);
        List<ReservedKey> reserved = ReservedKey.of(config, settings.nodes());
        if (!reserved.isEmpty()) {
            throw new IllegalArgumentException(
                    attribute + " sets " + String.join(".", reserved.get(0).key()) + ": "
                            + reserved.get(0).reason());
        }
        return config;
    }

    private static JsonObject parsed(String attribute, String text) {
        try {
            return text.isBlank()
                    ? new JsonObject()
                    : JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException(attribute + ": " + e.getMessage(), e);
        }
    }
}

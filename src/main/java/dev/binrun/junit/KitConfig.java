package dev.binrun.junit;

import com.google.gson.JsonObject;
import dev.binrun.server.ConfigText;
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
        boolean isFile = !settings.configFile().isBlank();
        String attribute = isFile ? "configFile = \"" + settings.configFile() + "\"" : "config";
        String text = isFile ? KitFile.text(source, "configFile", settings.configFile()) : settings.config();
        JsonObject config = parsed(source, settings.configFile(), attribute, text);
        List<ReservedKey> reserved = ReservedKey.of(config, settings.nodes());
        if (!reserved.isEmpty()) {
            throw new IllegalArgumentException(
                    attribute + " sets " + String.join(".", reserved.get(0).key()) + ": "
                            + reserved.get(0).reason());
        }
        return config;
    }

    private static JsonObject parsed(Class<?> source, String file, String attribute, String text) {
        try {
            return ConfigText.parse(
                    text, System.getenv(), name -> KitFile.text(source, "include", KitFile.sibling(file, name)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(attribute + ": " + e.getMessage(), e);
        }
    }
}

package dev.binrun.scenario;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import java.util.Locale;
import java.util.Optional;

/**
 * What a scenario's server is like.
 *
 * @param nodes how many nodes there are
 * @param storage where streams store that do not say
 * @param config merged into the server's own configuration
 */
public record ServerConfig(
        @Arg(value = "how many nodes", min = 1, max = 1) Optional<Long> nodes,

        @Arg("where streams and buckets store that do not say: file or memory")
        Optional<Storage> storage,

        @Arg("merged into the server's own configuration") Optional<JsonObject> config) {

    /** A store. */
    public enum Storage {
        FILE,
        MEMORY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ServerConfig defaults() {
        return new ServerConfig(Optional.empty(), Optional.empty(), Optional.empty());
    }
}

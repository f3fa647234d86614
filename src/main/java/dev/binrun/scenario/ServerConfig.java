package dev.binrun.scenario;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgument;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a scenario's server is like.
 *
 * @param nodes how many nodes there are
 * @param storage where streams store that do not say
 * @param config merged into the server's own configuration
 */
public record ServerConfig(
        @Arg(value = "how many nodes: 1, 3 or 5; more than one are a cluster", min = 1, max = 5)
        Optional<Long> nodes,

        @Arg("where streams and buckets store that do not say: file or memory")
        Optional<Storage> storage,

        @Arg("merged into the server's own configuration") Optional<JsonObject> config) {

    public ServerConfig {
        nodes.filter(n -> n % 2 == 0).ifPresent(n -> {
            throw new InvalidArgument("nodes", "'nodes' must be 1, 3 or 5, this is '" + n + "'");
        });
    }

    /** How many nodes there are: 1 if it does not say. */
    public int nodeCount() {
        return nodes.orElse(1L).intValue();
    }

    /** What the nodes are called: n1, n2, … */
    public List<String> nodeNames() {
        return IntStream.rangeClosed(1, nodeCount()).mapToObj(i -> "n" + i).toList();
    }

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

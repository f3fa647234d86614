package dev.binrun.scenario;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
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
        @Arg("how many nodes: 1, or 3 or 5 as a cluster; 1 if left out")
        Optional<Nodes> nodes,

        @Arg("where streams and buckets store that do not say: file or memory")
        Optional<Storage> storage,

        @Arg("merged into the server's own configuration") Optional<JsonObject> config) {

    /** How many nodes there are: 1 if it does not say. */
    public int nodeCount() {
        return nodes.orElse(Nodes.ONE).count;
    }

    /** What the nodes are called: n1, n2, … */
    public List<String> nodeNames() {
        return IntStream.rangeClosed(1, nodeCount()).mapToObj(i -> "n" + i).toList();
    }

    /** Numbers of nodes: of an even number no more may fail than of one less. */
    public enum Nodes {
        ONE(1),
        THREE(3),
        FIVE(5);

        private final int count;

        Nodes(int count) {
            this.count = count;
        }

        @Override
        public String toString() {
            return String.valueOf(count);
        }
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

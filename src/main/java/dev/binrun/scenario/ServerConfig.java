package dev.binrun.scenario;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The server of a scenario.
 *
 * @param nodes the number of nodes
 * @param storage the default storage of streams, buckets and object stores
 * @param config a map that is merged into the server's own configuration
 */
public record ServerConfig(
        @Arg("number of nodes: 1, or 3 or 5 for a cluster; 1 if omitted")
        Optional<Nodes> nodes,

        @Arg("default storage of streams and buckets: file or memory")
        Optional<Storage> storage,

        @Arg("configuration that is merged into the server's own")
        Optional<JsonObject> config) {

    /**
     * Keys with which a server can change the subject of a published message. Accounts of an operator have theirs in
     * JWTs.
     */
    private static final Set<String> SUBJECT_CHANGES = Set.of(
            "mappings",
            "maps",
            "imports",
            "operator",
            "operators",
            "root",
            "roots",
            "trusted",
            "trusted_keys",
            "resolver",
            "resolver_preload",
            "leafnodes",
            "leaf",
            "gateway",
            "include");

    /** Returns whether the configuration can change the subjects of messages before a stream stores them. */
    public boolean mayChangeSubjects() {
        return config.isPresent() && hasSubjectChanges(config.get());
    }

    private static boolean hasSubjectChanges(JsonElement value) {
        if (value instanceof JsonArray list) {
            return list.asList().stream().anyMatch(ServerConfig::hasSubjectChanges);
        }
        return value instanceof JsonObject map
                && map.entrySet().stream()
                        .anyMatch(
                                entry -> SUBJECT_CHANGES.contains(entry.getKey().toLowerCase(Locale.ROOT))
                                        || hasSubjectChanges(entry.getValue()));
    }

    /** Returns the number of nodes, by default 1. */
    public int nodeCount() {
        return nodes.orElse(Nodes.ONE).count;
    }

    /** Returns the names of the nodes: n1, n2, … */
    public List<String> nodeNames() {
        return IntStream.rangeClosed(1, nodeCount()).mapToObj(i -> "n" + i).toList();
    }

    /** The possible numbers of nodes. An even number tolerates no more failures than one node less. */
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

    /** The storage of a stream. */
    public enum Storage {
        FILE,
        MEMORY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns this configuration with a default storage, if it has none. */
    public ServerConfig orStorage(Storage value) {
        return new ServerConfig(nodes, storage.or(() -> Optional.of(value)), config);
    }

    /** Returns the configuration of one node with the server's defaults. */
    public static ServerConfig defaults() {
        return new ServerConfig(Optional.empty(), Optional.empty(), Optional.empty());
    }
}

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

    /** Keys with which a server can store a message on another subject than it is published on. Accounts of an operator have theirs in JWTs. */
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

    /** Returns whether the server may store a message on another subject than it is published on, whatever its stream is like. */
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

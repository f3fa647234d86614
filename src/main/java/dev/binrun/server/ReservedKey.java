package dev.binrun.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A key that a user's configuration of a server must not set, because binrun sets it. The server ignores the case of
 * its keys (opts.go), and so does binrun.
 *
 * @param key the key as it was written; for a key in a block, the block's key and the key
 * @param reason the reason, and the fix
 */
public record ReservedKey(List<String> key, String reason) {
    private static final String LOG =
            "binrun reads the log to learn the port. Remove the key and read the log through binrun";
    private static final String STORE =
            "each server stores in a folder of its own, which is removed with it. Remove the key";
    private static final String PID = "binrun sets the file of the process id. Remove the key";

    private static final String WRITES = "the server would write files outside of its own folder. Remove the key";
    private static final String OUTSIDE =
            "a test server writes into its own folder only. Write a path that is relative to this folder";

    /** Keys by which binrun knows the server, or that would make the server write to the user's files. */
    private static final Map<String, String> RESERVED = Map.ofEntries(
            Map.entry("log_file", LOG),
            Map.entry("logfile", LOG),
            Map.entry("syslog", LOG),
            Map.entry("remote_syslog", LOG),
            Map.entry("pid_file", PID),
            Map.entry("pidfile", PID),
            Map.entry("store_dir", STORE),
            Map.entry("storedir", STORE),
            Map.entry("jetstream.store", STORE),
            Map.entry("jetstream.store_dir", STORE),
            Map.entry("jetstream.storedir", STORE),
            Map.entry("jetstream.tpm", WRITES),
            Map.entry("ports_file_dir", "binrun reads the ports from the log. Remove the key"),
            Map.entry("ocsp_cache.local_store", WRITES));

    private static final Set<String> RESOLVERS = Set.of("resolver", "account_resolver", "accounts_resolver");

    private static final String NETWORK = "connections would bypass the network that faults can cut. Remove the key";
    private static final String NAME = "binrun names the nodes n1, n2 and so on. Remove the key";
    private static final String MONITORING =
            "binrun sets the monitoring of each node to check its health. Remove the key";
    private static final String PORT =
            "all nodes would have the same port. Remove the key, or write -1 so that each node chooses its own";

    /** Further keys that binrun sets for each node of a cluster. */
    private static final Map<String, String> RESERVED_IN_A_CLUSTER = Map.ofEntries(
            Map.entry("server_name", NAME),
            Map.entry("http", MONITORING),
            Map.entry("https", MONITORING),
            Map.entry("http_port", MONITORING),
            Map.entry("https_port", MONITORING),
            Map.entry("monitor_port", MONITORING),
            Map.entry("http_base_path", MONITORING),
            Map.entry("cluster.name", NETWORK),
            Map.entry("cluster.host", NETWORK),
            Map.entry("cluster.net", NETWORK),
            Map.entry("cluster.port", NETWORK),
            Map.entry("cluster.listen", NETWORK),
            Map.entry("cluster.routes", NETWORK),
            Map.entry("cluster.advertise", NETWORK),
            Map.entry("cluster.cluster_advertise", NETWORK),
            Map.entry("cluster.no_advertise", NETWORK),
            Map.entry(
                    "cluster.authorization",
                    "binrun sets the routes between nodes, without authorization. Remove the key"));

    /** The blocks with listeners of their own (opts.go). */
    private static final Set<String> LISTENING = Set.of("websocket", "ws", "mqtt", "leaf", "leafnodes", "gateway");

    private static final Set<String> PORTS = Set.of("port", "listen");

    /** With one of these the server sends nothing before the TLS handshake (opts.go, parseTLS). */
    private static final Set<String> HANDSHAKE_FIRST = Set.of("tls.handshake_first", "tls.first", "tls.immediate");

    /**
     * Returns the reserved keys that a configuration sets, in its order.
     *
     * @param nodes the number of nodes that use the configuration
     */
    public static List<ReservedKey> of(JsonObject config, int nodes) {
        Stream<ReservedKey> reserved = config.entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        check(List.of(entry.getKey()), entry.getValue(), nodes),
                        checkBlock(entry.getKey(), entry.getValue(), nodes)));
        return Stream.concat(reserved, Loopback.exposed(config).stream()).toList();
    }

    /** Returns a copy of the configuration whose account resolver stores inside the server's own folder. */
    static JsonObject writingInto(Path folder, JsonObject config) {
        JsonObject copy = config.deepCopy();
        copy.entrySet().stream()
                .filter(entry -> RESOLVERS.contains(entry.getKey().toLowerCase(Locale.ROOT)))
                .filter(entry -> entry.getValue() instanceof JsonObject resolver && resolver.has("dir"))
                .map(entry -> entry.getValue().getAsJsonObject())
                .forEach(resolver -> resolver.addProperty(
                        "dir", folder.resolve(resolver.get("dir").getAsString()).toString()));
        return copy;
    }

    /** Returns the key in the notation of the server's documentation, such as {@code jetstream.store_dir}. */
    public String name() {
        return String.join(".", key);
    }

    /**
     * Throws an exception about the first key, if there is one.
     *
     * @throws RefusedConfigException if the list is not empty
     */
    public static void reject(List<ReservedKey> found) {
        found.stream().findFirst().ifPresent(key -> {
            String message = "the server's configuration must not set \"" + key.name() + "\": " + key.reason;
            throw new RefusedConfigException(message, message, null);
        });
    }

    private static Stream<ReservedKey> checkBlock(String outer, JsonElement value, int nodes) {
        return value instanceof JsonObject block
                ? block.entrySet().stream()
                        .flatMap(entry -> check(List.of(outer, entry.getKey()), entry.getValue(), nodes))
                : Stream.empty();
    }

    private static Stream<ReservedKey> check(List<String> key, JsonElement value, int nodes) {
        List<String> name =
                key.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        Optional<String> reason = reason(String.join(".", name), value);
        return (nodes == 1 ? reason : reason.or(() -> clusterReason(name, value)))
                .map(found -> new ReservedKey(key, found)).stream();
    }

    private static Optional<String> reason(String name, JsonElement value) {
        if (HANDSHAKE_FIRST.contains(name) && isOn(value)) {
            return Optional.of(
                    "binrun reads the server's first line to see whether it is ready. Use \"auto\", which serves"
                            + " clients of both kinds");
        }
        if (RESOLVERS.stream().anyMatch(resolver -> name.equals(resolver + ".dir")) && leadsOutside(value)) {
            return Optional.of(OUTSIDE);
        }
        return Optional.ofNullable(RESERVED.get(name));
    }

    private static boolean leadsOutside(JsonElement value) {
        Path path = Path.of(value.getAsString());
        return path.isAbsolute() || path.normalize().startsWith("..");
    }

    private static Optional<String> clusterReason(List<String> name, JsonElement value) {
        boolean port = name.equals(List.of("prof_port"))
                || PORTS.contains(name.get(name.size() - 1)) && (name.size() == 1 || LISTENING.contains(name.get(0)));
        return port && isFixed(value)
                ? Optional.of(PORT)
                : Optional.ofNullable(RESERVED_IN_A_CLUSTER.get(String.join(".", name)));
    }

    private static boolean isFixed(JsonElement value) {
        return value instanceof JsonPrimitive port && !port.getAsString().matches("(.*:)?-1");
    }

    private static boolean isOn(JsonElement value) {
        return value instanceof JsonPrimitive on
                && List.of("true", "on").contains(on.getAsString().toLowerCase(Locale.ROOT));
    }
}

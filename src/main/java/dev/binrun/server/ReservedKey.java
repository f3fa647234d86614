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
 * A key that a user's configuration of a server must not have, for what it says is ours to say. The server ignores the case of its
 * keys (opts.go), and so do we.
 *
 * @param key as it was written, after the one that it stands under, if any, and a dot
 * @param reason why not, and what to do
 */
public record ReservedKey(List<String> key, String reason) {
    private static final String LOG = "its log is read to learn its port. Remove it, and read the log through binrun";
    private static final String STORE =
            "a server of ours stores in a folder of its own, which goes with it. Remove it: what a test needs, it makes";
    private static final String PID = "its pid is ours to ask for. Remove it";

    private static final String WRITES = "the server would write files outside of its own folder. Remove it";
    private static final String OUTSIDE =
            "a server of a test writes into its own folder only. Write a relative path, which is in that folder";

    /** What would take from us what a server is known by, or from a user what is his. */
    private static final Map<String, String> OURS = Map.ofEntries(
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
            Map.entry("ports_file_dir", "its ports are read from its log. Remove it"),
            Map.entry("ocsp_cache.local_store", WRITES));

    private static final Set<String> RESOLVERS = Set.of("resolver", "account_resolver", "accounts_resolver");

    private static final String NETWORK = "it would lead around the network that faults can cut. Remove it";
    private static final String NAME = "the nodes have names of their own, by which they are asked for. Remove it";
    private static final String MONITORING =
            "each node has monitoring of its own, by which it is asked whether it takes part. Remove it";
    private static final String PORT =
            "all nodes would have the same port. Remove it, or let each choose its own with -1";

    /** What each node of a cluster has for itself, besides. */
    private static final Map<String, String> OURS_IN_A_CLUSTER = Map.ofEntries(
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
            Map.entry("cluster.authorization", "the nodes' routes to each other are ours, and without it. Remove it"));

    /** Where nodes listen, besides (opts.go). */
    private static final Set<String> LISTENING = Set.of("websocket", "ws", "mqtt", "leaf", "leafnodes", "gateway");

    private static final Set<String> PORTS = Set.of("port", "listen");

    /** A server that is silent until it has been greeted in TLS (opts.go, parseTLS). */
    private static final Set<String> HANDSHAKE_FIRST = Set.of("tls.handshake_first", "tls.first", "tls.immediate");

    /** All that a configuration has of them, in its order. */
    public static List<ReservedKey> of(JsonObject config, int nodes) {
        Stream<ReservedKey> reserved = config.entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        one(List.of(entry.getKey()), entry.getValue(), nodes),
                        within(entry.getKey(), entry.getValue(), nodes)));
        return Stream.concat(reserved, Loopback.exposed(config).stream()).toList();
    }

    /** Returns the configuration with the folder of its account resolver inside the server's own folder. */
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

    /** The keys in one word, as the server's documentation has it. */
    public String name() {
        return String.join(".", key);
    }

    /** Throws what is wrong with a configuration that has one of them. */
    public static void reject(List<ReservedKey> found) {
        found.stream().findFirst().ifPresent(key -> {
            String message = "the server's configuration must not set \"" + key.name() + "\": " + key.reason;
            throw new RefusedConfigException(message, message, null);
        });
    }

    private static Stream<ReservedKey> within(String outer, JsonElement value, int nodes) {
        return value instanceof JsonObject block
                ? block.entrySet().stream()
                        .flatMap(entry -> one(List.of(outer, entry.getKey()), entry.getValue(), nodes))
                : Stream.empty();
    }

    private static Stream<ReservedKey> one(List<String> key, JsonElement value, int nodes) {
        List<String> name =
                key.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
        Optional<String> reason = reason(String.join(".", name), value);
        return (nodes == 1 ? reason : reason.or(() -> reasonInACluster(name, value)))
                .map(found -> new ReservedKey(key, found)).stream();
    }

    private static Optional<String> reason(String name, JsonElement value) {
        if (HANDSHAKE_FIRST.contains(name) && isOn(value)) {
            return Optional.of(
                    "what the server says first tells whether it is ready. Use \"auto\", which serves clients of"
                            + " both kinds");
        }
        if (RESOLVERS.stream().anyMatch(resolver -> name.equals(resolver + ".dir")) && leadsOutside(value)) {
            return Optional.of(OUTSIDE);
        }
        return Optional.ofNullable(OURS.get(name));
    }

    private static boolean leadsOutside(JsonElement value) {
        Path path = Path.of(value.getAsString());
        return path.isAbsolute() || path.normalize().startsWith("..");
    }

    private static Optional<String> reasonInACluster(List<String> name, JsonElement value) {
        boolean port = name.equals(List.of("prof_port"))
                || PORTS.contains(name.get(name.size() - 1)) && (name.size() == 1 || LISTENING.contains(name.get(0)));
        return port && isFixed(value)
                ? Optional.of(PORT)
                : Optional.ofNullable(OURS_IN_A_CLUSTER.get(String.join(".", name)));
    }

    private static boolean isFixed(JsonElement value) {
        return value instanceof JsonPrimitive port && !port.getAsString().matches("(.*:)?-1");
    }

    private static boolean isOn(JsonElement value) {
        return value instanceof JsonPrimitive on
                && List.of("true", "on").contains(on.getAsString().toLowerCase(Locale.ROOT));
    }
}

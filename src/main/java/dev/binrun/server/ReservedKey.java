package dev.binrun.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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
            Map.entry("jetstream.storedir", STORE));

    /** A server that is silent until it has been greeted in TLS (opts.go, parseTLS). */
    private static final Set<String> HANDSHAKE_FIRST = Set.of("tls.handshake_first", "tls.first", "tls.immediate");

    /** All that a configuration has of them, in its order. */
    public static List<ReservedKey> of(JsonObject config) {
        return config.entrySet().stream()
                .flatMap(entry -> Stream.concat(
                        one(List.of(entry.getKey()), entry.getValue()), within(entry.getKey(), entry.getValue())))
                .toList();
    }

    /** The keys in one word, as the server's documentation has it. */
    public String name() {
        return String.join(".", key);
    }

    /** Throws what is wrong with a configuration that has one of them. */
    static void refuse(List<ReservedKey> found) {
        found.stream().findFirst().ifPresent(key -> {
            String message = "the server's configuration must not set \"" + key.name() + "\": " + key.reason;
            throw new RefusedConfigException(message, message, null);
        });
    }

    private static Stream<ReservedKey> within(String outer, JsonElement value) {
        return value instanceof JsonObject block
                ? block.entrySet().stream().flatMap(entry -> one(List.of(outer, entry.getKey()), entry.getValue()))
                : Stream.empty();
    }

    private static Stream<ReservedKey> one(List<String> key, JsonElement value) {
        String name = String.join(".", key).toLowerCase(Locale.ROOT);
        return reason(name, value).map(reason -> new ReservedKey(key, reason)).stream();
    }

    private static Optional<String> reason(String name, JsonElement value) {
        if (HANDSHAKE_FIRST.contains(name) && isOn(value)) {
            return Optional.of(
                    "what the server says first tells whether it is ready. Use \"auto\", which serves clients of"
                            + " both kinds");
        }
        return Optional.ofNullable(OURS.get(name));
    }

    private static boolean isOn(JsonElement value) {
        return value instanceof JsonPrimitive on
                && List.of("true", "on").contains(on.getAsString().toLowerCase(Locale.ROOT));
    }
}

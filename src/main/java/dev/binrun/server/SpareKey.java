package dev.binrun.server;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.server.binary.NatsBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The options of servers that can replace each other, because each has everything to itself.
 *
 * @param options without the listener to the log, and with the executable
 * @param changed the time of the executable's last change
 */
record SpareKey(ServerOptions options, FileTime changed) {
    private static final Consumer<String> NO_LISTENER = line -> {};

    /** Keys that name no port, no file, no other server and nothing else that two servers could share. */
    private static final Set<String> PRIVATE_KEYS = Set.of(
            "accounts",
            "authorization",
            "debug",
            "jetstream",
            "lame_duck_duration",
            "lame_duck_grace_period",
            "logtime",
            "max_connections",
            "max_control_line",
            "max_payload",
            "max_pending",
            "max_subscriptions",
            "no_auth_user",
            "ping_interval",
            "ping_max",
            "server_tags",
            "trace",
            "write_deadline");

    private static final Set<String> PRIVATE_JETSTREAM_KEYS = Set.of(
            "domain",
            "limits",
            "max_buffered_msgs",
            "max_file_store",
            "max_mem",
            "max_memory_store",
            "max_file",
            "strict",
            "sync_interval");

    /** Returns the key; empty if a server with these options may share something with another server. */
    static Optional<SpareKey> of(ServerOptions options) {
        boolean alone = options.port() == -1
                && options.storeDir().isEmpty()
                && options.startProgress().isEmpty()
                && !options.keepable()
                && options.monitorPort().orElse(-1) == -1
                && isPrivate(options.config());
        return alone
                ? of(options, options.binary().orElseGet(() -> NatsBinary.find(options.environment())))
                : Optional.empty();
    }

    private static Optional<SpareKey> of(ServerOptions options, NatsBinary binary) {
        try {
            return Optional.of(new SpareKey(
                    options.withLogLine(NO_LISTENER).withBinary(binary), Files.getLastModifiedTime(binary.path())));
        } catch (IOException e) {
            return Optional.empty(); // the start reports that the executable is missing
        }
    }

    private static boolean isPrivate(JsonObject config) {
        return consistsOf(PRIVATE_KEYS, config)
                && config.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase("jetstream"))
                        .allMatch(entry -> consistsOf(PRIVATE_JETSTREAM_KEYS, entry.getValue()));
    }

    private static boolean consistsOf(Set<String> keys, JsonElement block) {
        return !(block instanceof JsonObject object)
                || object.keySet().stream().allMatch(key -> keys.contains(key.toLowerCase(Locale.ROOT)));
    }
}

package dev.binrun.server;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.server.host.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration that a server is started with: ours, with the user's merged over it.
 *
 * @param tree as it is written to the file
 */
public record ServerConfigFile(JsonObject tree) {
    /** What can make a client without credentials somebody who may not ask whether JetStream is ready. */
    private static final Set<String> DIVIDING = Set.of("accounts", "authorization", "no_auth_user");

    private static final Set<String> OPEN = Set.of("server_name", "host", "port", "http", "pid_file", "jetstream");

    /** In which we have something to say, too. */
    private static final Set<String> BLOCKS = Set.of("jetstream", "cluster");

    /** What the server takes as a number of bytes (opts.go). */
    private static final Set<String> SIZES = Set.of(
            "max_payload",
            "max_pay",
            "max_control_line",
            "max_pending",
            "max_buffered_size",
            "max_memory_store",
            "max_mem_store",
            "max_file_store",
            "max_memory",
            "max_mem",
            "memory",
            "mem",
            "max_store",
            "max_file",
            "max_disk",
            "store",
            "disk",
            "mem_max_stream_bytes",
            "memory_max_stream_bytes",
            "disk_max_stream_bytes",
            "store_max_stream_bytes");

    /** A number with a suffix: k is 1000, kb, ki and kib are 1024 (conf/parse.go). */
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kmgt])(b|i|ib)?");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u[0-9a-fA-F]{4}|.)");

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** Our configuration: loopback, the port and JetStream in the given store; what the user's says goes before. */
    static ServerConfigFile of(ServerOptions options, Path store, Path pidFile) {
        ReservedKey.reject(ReservedKey.of(options.config(), 1));
        JsonObject wanted = Loopback.filledIn(ReservedKey.writingInto(pidFile.getParent(), options.config()));
        JsonObject theirs = inBytes(switchedOn(withSmallKeys(wanted)));
        JsonObject tree = new JsonObject();
        tree.addProperty("server_name", options.name());
        if (!theirs.has("listen")) {
            tree.addProperty("host", "127.0.0.1");
            tree.addProperty("port", options.port());
        }
        options.monitorPort().ifPresent(port -> tree.addProperty("http", "127.0.0.1:" + port));
        tree.addProperty("pid_file", pidFile.toString());
        JsonObject jetStream = new JsonObject();
        if (options.storeDir().isEmpty()) { // a user's store is on the command line, see ServerLife
            jetStream.addProperty("store_dir", store.toString());
        }
        tree.add("jetstream", jetStream);
        merge(tree, theirs);
        return new ServerConfigFile(tree);
    }

    /** Whether this server is to have JetStream; a user's configuration may turn it off. */
    boolean jetStream() {
        return tree.get("jetstream").isJsonObject();
    }

    /** Whether surely any client may connect and ask, so that one need not wait for what the server says first. */
    boolean open() {
        return jetStream() && OPEN.containsAll(tree.keySet());
    }

    /** Whether a client without credentials is let in and may ask JetStream. */
    boolean repliesToAnyone(InfoMessage info) {
        boolean open = !info.guarded() && DIVIDING.stream().noneMatch(tree::has);
        return jetStream() && (open || guardsSystemOnly() && !info.tls());
    }

    /** Whether only the system account has users: then whoever says nothing of himself is let in (server.go, configureAccounts). */
    private boolean guardsSystemOnly() {
        return tree.get("accounts") instanceof JsonObject accounts
                && accounts.keySet().equals(Set.of("$SYS"))
                && DIVIDING.stream().filter(tree::has).count() == 1;
    }

    /** The same with the client port that the server once chose, so that it has it again. */
    ServerConfigFile pinned(int port) {
        JsonObject copy = tree.deepCopy();
        if (copy.get("listen") instanceof JsonPrimitive listen) {
            String host = listen.getAsString().replaceFirst(":?-?\\d+$", "");
            copy.addProperty("listen", (host.isEmpty() ? "127.0.0.1" : host) + ":" + port);
        } else {
            copy.addProperty("port", port);
        }
        return new ServerConfigFile(copy);
    }

    /** Returns the text of the configuration file, without its secrets. */
    String shown() {
        return JSON.toJson(Secrets.masked(tree)) + "\n";
    }

    /** The passwords, tokens and keys in it. */
    Secrets secrets() {
        return Secrets.in(tree);
    }

    /** As the file has it; JSON is a subset of the server's own syntax. */
    String text() {
        return asTheServerReads(JSON.toJson(tree)) + "\n";
    }

    /** The server knows fewer escapes than JSON (conf/lex.go): a byte is written as \\x and two digits. */
    private static String asTheServerReads(String json) {
        return ESCAPE.matcher(json).replaceAll(match -> {
            String escape = match.group();
            String read = switch (escape.charAt(1)) {
                case 'u' -> Character.toString(Integer.parseInt(escape.substring(2), 16));
                case 'b' -> "\b";
                case 'f' -> "\f";
                default -> "";
            };
            return Matcher.quoteReplacement(read.isEmpty() ? escape : inHex(read));
        });
    }

    private static String inHex(String text) {
        StringBuilder hex = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append(String.format("\\x%02x", each));
        }
        return hex.toString();
    }

    /** The server ignores the case of its keys, and so must what is merged and looked up by them; names of accounts keep theirs. */
    public static JsonObject withSmallKeys(JsonObject config) {
        JsonObject copy = new JsonObject();
        config.entrySet().forEach(entry -> {
            String key = entry.getKey().toLowerCase(Locale.ROOT);
            boolean ours = entry.getValue() instanceof JsonObject && BLOCKS.contains(key);
            copy.add(
                    key.equals("net") ? "host" : key,
                    ours ? withSmallKeys(entry.getValue().getAsJsonObject()) : entry.getValue());
        });
        return copy;
    }

    /** {@code jetstream: true} says no more than we do, and would take our store away. */
    private static JsonObject switchedOn(JsonObject config) {
        JsonElement jetStream = config.get("jetstream");
        boolean on = jetStream instanceof JsonPrimitive value
                && List.of("true", "enabled", "enable").contains(value.getAsString());
        if (!on) {
            return config;
        }
        JsonObject copy = config.deepCopy();
        copy.remove("jetstream");
        return copy;
    }

    /** Sizes as numbers: in the server's own syntax {@code 64KB} without quotes is one, in JSON it would be a text. */
    private static JsonObject inBytes(JsonObject config) {
        JsonObject copy = config.deepCopy();
        for (Map.Entry<String, JsonElement> entry : copy.entrySet()) {
            if (entry.getValue() instanceof JsonObject child) {
                entry.setValue(inBytes(child));
            } else if (SIZES.contains(entry.getKey().toLowerCase(Locale.ROOT))
                    && entry.getValue() instanceof JsonPrimitive value) {
                bytes(value.getAsString()).ifPresent(number -> entry.setValue(new JsonPrimitive(number)));
            }
        }
        return copy;
    }

    private static Optional<Long> bytes(String text) {
        Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return Optional.empty();
        }
        int power = "kmgt".indexOf(size.group(2)) + 1;
        long base = size.group(3) == null ? 1000 : 1024;
        return Optional.of(Long.parseLong(size.group(1)) * (long) Math.pow(base, power));
    }

    /** Adds all that the second says to the first; where both are trees, within these. */
    public static void merge(JsonObject ours, JsonObject theirs) {
        for (Map.Entry<String, JsonElement> entry : theirs.entrySet()) {
            if (entry.getValue() instanceof JsonObject child && ours.get(entry.getKey()) instanceof JsonObject parent) {
                merge(parent, child);
            } else {
                ours.add(entry.getKey(), entry.getValue().deepCopy());
            }
        }
    }
}

package dev.binrun.server;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
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
 * The configuration that a server is started with: binrun's, with the user's merged over it.
 *
 * @param tree the configuration as it is written to the file
 */
public record ServerConfigFile(JsonObject tree) {
    /**
     * With one of these keys, a client without credentials may belong to a user who may not send requests to JetStream.
     */
    private static final Set<String> ACCESS_KEYS = Set.of("accounts", "authorization", "no_auth_user");

    private static final Set<String> OPEN = Set.of("server_name", "host", "port", "http", "pid_file", "jetstream");

    /** Blocks in which binrun sets keys too. */
    private static final Set<String> BLOCKS = Set.of("jetstream", "cluster");

    /** Keys whose values the server reads as numbers of bytes (opts.go). */
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

    /** A number with a suffix; k is 1000, kb, ki and kib are 1024 (conf/parse.go). */
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6})([kmgt])(b|i|ib)?");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u[0-9a-fA-F]{4}|.)");

    private static final Gson JSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /**
     * Returns binrun's configuration (loopback, port, JetStream in the given store) with the user's merged over it.
     *
     * @throws RefusedConfigException if the user's configuration sets a reserved key
     */
    static ServerConfigFile of(ServerOptions options, Path store, Path pidFile) {
        ReservedKey.reject(ReservedKey.of(options.config(), 1));
        JsonObject wanted = Loopback.filledIn(ReservedKey.writingInto(pidFile.getParent(), options.config()));
        JsonObject source = inBytes(switchedOn(withSmallKeys(wanted)));
        JsonObject tree = new JsonObject();
        tree.addProperty("server_name", options.name());
        if (!source.has("listen")) {
            tree.addProperty("host", "127.0.0.1");
            tree.addProperty("port", options.port());
        }
        options.monitorPort().ifPresent(port -> tree.addProperty("http", "127.0.0.1:" + port));
        tree.addProperty("pid_file", pidFile.toString());
        JsonObject jetStream = new JsonObject();
        if (options.storeDir().isEmpty()) { // a user's store is named on the command line, see ServerLife
            jetStream.addProperty("store_dir", store.toString());
        }
        tree.add("jetstream", jetStream);
        merge(tree, source);
        return new ServerConfigFile(tree);
    }

    /** Returns whether JetStream is on; a user's configuration may turn it off. */
    boolean jetStream() {
        return tree.get("jetstream").isJsonObject();
    }

    /**
     * Returns whether any client may surely connect and send requests, so that the probe need not wait for the INFO
     * message.
     */
    boolean open() {
        return jetStream() && OPEN.containsAll(tree.keySet());
    }

    /** Returns whether a client without credentials may send requests to JetStream. */
    boolean repliesToAnyone(InfoMessage info) {
        boolean open = !info.guarded() && ACCESS_KEYS.stream().noneMatch(tree::has);
        return jetStream() && (open || guardsSystemOnly() && !info.tls());
    }

    /**
     * If only the system account has users, clients without credentials are accepted (server.go, configureAccounts).
     */
    private boolean guardsSystemOnly() {
        return tree.get("accounts") instanceof JsonObject accounts
                && accounts.keySet().equals(Set.of("$SYS"))
                && ACCESS_KEYS.stream().filter(tree::has).count() == 1;
    }

    /** Returns this configuration with a fixed client port: the one that the server chose at its first start. */
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

    /**
     * Returns this configuration with a log file.
     *
     * @param routes the URLs that replace the routes to other nodes; empty if the server has none
     */
    ServerConfigFile logging(Path file, List<String> routes) {
        JsonObject copy = tree.deepCopy();
        copy.addProperty("log_file", file.toString());
        if (!routes.isEmpty()) {
            JsonArray urls = new JsonArray();
            routes.forEach(urls::add);
            copy.getAsJsonObject("cluster").add("routes", urls);
        }
        return new ServerConfigFile(copy);
    }

    /** Returns the text of the configuration file with its secrets masked. */
    String shown() {
        return JSON.toJson(Secrets.masked(tree)) + "\n";
    }

    /** Returns the passwords, tokens and keys in the configuration. */
    Secrets secrets() {
        return Secrets.in(tree);
    }

    /** Returns the text of the configuration file. JSON is a subset of the server's own syntax. */
    String text() {
        return inServerSyntax(JSON.toJson(tree)) + "\n";
    }

    /** The server knows fewer escapes than JSON (conf/lex.go); a byte is written as \\x and two digits. */
    private static String inServerSyntax(String json) {
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
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            hex.append(String.format("\\x%02x", value));
        }
        return hex.toString();
    }

    /**
     * Returns a copy with lower-case keys, because the server ignores the case of its keys. The keys inside blocks that
     * binrun does not set, such as names of accounts, keep their case.
     */
    public static JsonObject withSmallKeys(JsonObject config) {
        JsonObject copy = new JsonObject();
        config.entrySet().forEach(entry -> {
            String key = entry.getKey().toLowerCase(Locale.ROOT);
            boolean target = entry.getValue() instanceof JsonObject && BLOCKS.contains(key);
            copy.add(
                    key.equals("net") ? "host" : key,
                    target ? withSmallKeys(entry.getValue().getAsJsonObject()) : entry.getValue());
        });
        return copy;
    }

    /** {@code jetstream: true} would replace binrun's block and so remove the store's folder. */
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

    /** In the server's own syntax {@code 64KB} without quotes is a number; in JSON it would be a text. */
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

    /** Copies all entries of the second tree into the first; blocks that both have are merged. */
    public static void merge(JsonObject target, JsonObject source) {
        for (Map.Entry<String, JsonElement> entry : source.entrySet()) {
            if (entry.getValue() instanceof JsonObject child
                    && target.get(entry.getKey()) instanceof JsonObject parent) {
                merge(parent, child);
            } else {
                target.add(entry.getKey(), entry.getValue().deepCopy());
            }
        }
    }
}

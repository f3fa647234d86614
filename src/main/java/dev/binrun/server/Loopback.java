package dev.binrun.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Keeps a server on the machine's loopback addresses, so that no other machine can reach it. nats-server listens on all interfaces
 * wherever a configuration names no host (opts.go, DEFAULT_HOST).
 */
final class Loopback {
    private static final String HERE = "127.0.0.1";

    /** The blocks of a configuration that open a listener of their own. */
    private static final Set<String> LISTENERS =
            Set.of("websocket", "ws", "mqtt", "leaf", "leafnodes", "gateway", "cluster");

    private static final Set<String> HOSTS = Set.of("host", "net");
    private static final Set<String> ADDRESSES = Set.of("listen", "http", "https");

    /** The lists of a block whose servers this one connects to. */
    private static final Set<String> PEERS = Set.of("remotes", "gateways", "routes");

    private static final Pattern URL_HOST = Pattern.compile(
            "(?:URL\\()?(?:[a-zA-Z][\\w+.-]*://)?(?:[^@/]*@)?(\\[[^\\]]*\\]|[^:/?#)]*).*", Pattern.DOTALL);
    private static final Pattern LOCAL = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|0*(:0*){6}:0*1");

    private Loopback() {}

    /** Returns each key of a configuration that names an address other than a loopback address. */
    static List<ReservedKey> exposed(JsonObject config) {
        List<ReservedKey> found = new ArrayList<>();
        config.entrySet().forEach(entry -> {
            List<String> path = List.of(entry.getKey());
            String key = lower(entry.getKey());
            listener(path, key, entry.getValue(), found);
            if (LISTENERS.contains(key) && entry.getValue() instanceof JsonObject block) {
                block(path, block, found);
            } else if (key.endsWith("resolver") && text(entry.getValue()).startsWith("URL(")) {
                peer(path, entry.getValue(), found);
            }
        });
        return found;
    }

    /** Returns the configuration with the loopback address in each listener that names no host. */
    static JsonObject filledIn(JsonObject config) {
        JsonObject copy = config.deepCopy();
        List.copyOf(copy.keySet()).forEach(key -> {
            if (LISTENERS.contains(lower(key)) && copy.get(key) instanceof JsonObject block) {
                fillIn(block);
            }
            fillInAddress(copy, key);
        });
        return copy;
    }

    private static void fillIn(JsonObject block) {
        List.copyOf(block.keySet()).forEach(key -> fillInAddress(block, key));
        boolean named = block.keySet().stream()
                .map(Loopback::lower)
                .anyMatch(key -> HOSTS.contains(key) || key.equals("listen"));
        if (!named) {
            block.addProperty("host", HERE);
        }
    }

    /** A port alone, such as {@code listen: 4222} or {@code ":4222"}, is a port on all interfaces. */
    private static void fillInAddress(JsonObject block, String key) {
        String address = ADDRESSES.contains(lower(key)) ? text(block.get(key)) : "";
        if (address.matches(":?-?\\d+")) {
            block.addProperty(key, HERE + ":" + address.replace(":", ""));
        }
    }

    private static void block(List<String> path, JsonObject block, List<ReservedKey> found) {
        block.entrySet().forEach(entry -> {
            List<String> key = below(path, entry.getKey());
            listener(key, lower(entry.getKey()), entry.getValue(), found);
            if (PEERS.contains(lower(entry.getKey()))) {
                peers(key, entry.getValue(), found);
            }
        });
    }

    private static void listener(List<String> path, String key, JsonElement value, List<ReservedKey> found) {
        String text = text(value);
        String host = HOSTS.contains(key) ? text : ADDRESSES.contains(key) ? hostOf(text) : "";
        if (!host.isEmpty() && !host.matches("-?\\d+") && !isLocal(host)) {
            found.add(new ReservedKey(
                    path,
                    "\"" + host + "\" is not a loopback address, so other machines could connect."
                            + " Write 127.0.0.1"));
        }
    }

    /** Servers by URL: texts, lists of texts, and maps with {@code url} or {@code urls}, a proxy's too. */
    private static void peers(List<String> path, JsonElement value, List<ReservedKey> found) {
        if (value instanceof JsonArray list) {
            IntStream.range(0, list.size()).forEach(i -> peers(below(path, String.valueOf(i)), list.get(i), found));
        } else if (value instanceof JsonObject map) {
            for (Map.Entry<String, JsonElement> entry : map.entrySet()) {
                if (Set.of("url", "urls", "proxy").contains(lower(entry.getKey()))) {
                    peers(below(path, entry.getKey()), entry.getValue(), found);
                }
            }
        } else {
            peer(path, value, found);
        }
    }

    private static void peer(List<String> path, JsonElement url, List<ReservedKey> found) {
        String host = hostOf(text(url));
        if (!host.isEmpty() && !isLocal(host)) {
            found.add(new ReservedKey(
                    path,
                    "\"" + host + "\" is on another machine, and a server of a test stays on this one."
                            + " Name a loopback address"));
        }
    }

    private static String hostOf(String address) {
        Matcher url = URL_HOST.matcher(address);
        return url.matches() ? url.group(1).replaceAll("[\\[\\]]", "") : address;
    }

    private static boolean isLocal(String host) {
        return LOCAL.matcher(lower(host).replaceAll("[\\[\\]]", "")).matches();
    }

    private static String text(JsonElement value) {
        return value instanceof JsonPrimitive primitive
                ? primitive.getAsString().strip()
                : "";
    }

    private static List<String> below(List<String> path, String key) {
        return Stream.concat(path.stream(), Stream.of(key)).toList();
    }

    private static String lower(String key) {
        return key.toLowerCase(Locale.ROOT);
    }
}

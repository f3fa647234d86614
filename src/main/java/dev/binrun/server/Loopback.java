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
 * Keeps a server on the machine's loopback addresses, so that no other machine can reach it. nats-server listens on all
 * interfaces if a configuration names no host (const.go, DEFAULT_HOST).
 */
final class Loopback {
    private static final String LOOPBACK = "127.0.0.1";

    /** The blocks of a configuration that open a listener. */
    private static final Set<String> LISTENERS =
            Set.of("websocket", "ws", "mqtt", "leaf", "leafnodes", "gateway", "cluster");

    private static final Set<String> HOSTS = Set.of("host", "net");
    private static final Set<String> ADDRESSES = Set.of("listen", "http", "https");

    /** The keys of a block that list servers to connect to. */
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
            checkListener(path, key, entry.getValue(), found);
            if (LISTENERS.contains(key) && entry.getValue() instanceof JsonObject checkBlock) {
                checkBlock(path, checkBlock, found);
            } else if (key.endsWith("resolver") && text(entry.getValue()).startsWith("URL(")) {
                checkPeer(path, entry.getValue(), found);
            }
        });
        return found;
    }

    /** Returns a copy of the configuration with the loopback address in each listener that names no host. */
    static JsonObject filledIn(JsonObject config) {
        JsonObject copy = config.deepCopy();
        List.copyOf(copy.keySet()).forEach(key -> {
            if (LISTENERS.contains(lower(key)) && copy.get(key) instanceof JsonObject checkBlock) {
                fillIn(checkBlock);
            }
            fillInAddress(copy, key);
        });
        return copy;
    }

    private static void fillIn(JsonObject checkBlock) {
        List.copyOf(checkBlock.keySet()).forEach(key -> fillInAddress(checkBlock, key));
        boolean named = checkBlock.keySet().stream()
                .map(Loopback::lower)
                .anyMatch(key -> HOSTS.contains(key) || key.equals("listen"));
        if (!named) {
            checkBlock.addProperty("host", LOOPBACK);
        }
    }

    /** A port alone, such as {@code listen: 4222} or {@code ":4222"}, means a port on all interfaces. */
    private static void fillInAddress(JsonObject checkBlock, String key) {
        String address = ADDRESSES.contains(lower(key)) ? text(checkBlock.get(key)) : "";
        if (address.matches(":?-?\\d+")) {
            checkBlock.addProperty(key, LOOPBACK + ":" + address.replace(":", ""));
        }
    }

    private static void checkBlock(List<String> path, JsonObject checkBlock, List<ReservedKey> found) {
        checkBlock.entrySet().forEach(entry -> {
            List<String> key = below(path, entry.getKey());
            checkListener(key, lower(entry.getKey()), entry.getValue(), found);
            if (PEERS.contains(lower(entry.getKey()))) {
                checkPeers(key, entry.getValue(), found);
            }
        });
    }

    private static void checkListener(List<String> path, String key, JsonElement value, List<ReservedKey> found) {
        String text = text(value);
        String host = HOSTS.contains(key) ? text : ADDRESSES.contains(key) ? hostOf(text) : "";
        if (!host.isEmpty() && !host.matches("-?\\d+") && !isLocal(host)) {
            found.add(new ReservedKey(
                    path,
                    "\"" + host + "\" is not a loopback address, so other machines could connect."
                            + " Write 127.0.0.1"));
        }
    }

    /** Servers are URLs, lists of URLs, or maps with {@code url}, {@code urls} or {@code proxy}. */
    private static void checkPeers(List<String> path, JsonElement value, List<ReservedKey> found) {
        if (value instanceof JsonArray list) {
            IntStream.range(0, list.size())
                    .forEach(i -> checkPeers(below(path, String.valueOf(i)), list.get(i), found));
        } else if (value instanceof JsonObject map) {
            for (Map.Entry<String, JsonElement> entry : map.entrySet()) {
                if (Set.of("url", "urls", "proxy").contains(lower(entry.getKey()))) {
                    checkPeers(below(path, entry.getKey()), entry.getValue(), found);
                }
            }
        } else {
            checkPeer(path, value, found);
        }
    }

    private static void checkPeer(List<String> path, JsonElement url, List<ReservedKey> found) {
        String host = hostOf(text(url));
        if (!host.isEmpty() && !isLocal(host)) {
            found.add(new ReservedKey(
                    path,
                    "\"" + host + "\" is on another machine, but a test server connects to this machine only."
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

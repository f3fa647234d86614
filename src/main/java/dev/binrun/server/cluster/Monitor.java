package dev.binrun.server.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks a server by its own HTTP monitoring, which needs no account and answers also where JetStream does not. A few lines of HTTP/1.0:
 * the JDK's client takes longer to load than a cluster to start.
 *
 * @param address where the monitoring is
 */
record Monitor(InetSocketAddress address) {
    /**
     * What is wrong with the server's health, in its own words; empty if nothing is.
     *
     * @throws IOException if it does not answer in time
     */
    Optional<String> healthProblem(Duration limit) throws IOException {
        JsonObject health = get("/healthz", limit);
        String status = text(health, "status").orElse("no status");
        return status.equals("ok")
                ? Optional.empty()
                : Optional.of(text(health, "error").orElse(status));
    }

    /** Whom the server takes for the leader of the meta group, if anybody. */
    Optional<String> metaLeader(Duration limit) throws IOException {
        return get("/jsz", limit).get("meta_cluster") instanceof JsonObject meta
                ? text(meta, "leader").filter(leader -> !leader.isEmpty())
                : Optional.empty();
    }

    /**
     * For whom the server voted in the election of the meta group's leader, if it voted and the group has no leader; versions before
     * 2.11 do not say.
     */
    Optional<String> openVote(Duration limit) throws IOException {
        return get("/raftz", limit).asMap().values().stream()
                .map(account -> account.getAsJsonObject().get("_meta_"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .filter(group -> text(group, "leader").orElse("").isEmpty())
                .flatMap(group -> text(group, "voted_for").filter(vote -> !vote.isEmpty()).stream())
                .findFirst();
    }

    /** Who belongs to the meta group, as its leader, and only that, knows. */
    Set<String> members(Duration limit) throws IOException {
        return get("/jsz", limit).get("meta_cluster") instanceof JsonObject meta
                ? Stream.concat(
                                text(meta, "leader").stream(),
                                objects(meta.get("replicas")).flatMap(peer -> text(peer, "name").stream()))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** Whether the leader of the meta group, and only that knows, sees a node as online and current. */
    boolean seesAsCurrent(String node, Duration limit) throws IOException {
        return get("/jsz", limit).get("meta_cluster") instanceof JsonObject meta
                && objects(meta.get("replicas"))
                        .filter(peer -> text(peer, "name").orElse("").equals(node))
                        .anyMatch(peer -> is(peer, "current") && !is(peer, "offline"));
    }

    /** The server's routes to others. */
    Routes routes(Duration limit) throws IOException {
        return Routes.read(get("/routez?subs=detail", limit), get("/varz", limit));
    }

    /** The body of an answer, whatever its status: a server that is not well answers 503 and says why. */
    JsonObject get(String path, Duration limit) throws IOException {
        int millis = (int) Math.max(1, limit.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] parts = answer.split("\r\n\r\n", 2);
            if (parts.length < 2) {
                throw new IOException("its monitoring closed the connection without an answer to " + path);
            }
            return JsonParser.parseString(parts[1]).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("its monitoring did not answer with JSON to " + path, e);
        } catch (SocketTimeoutException e) {
            throw new IOException("its monitoring did not answer within " + millis + "ms", e);
        }
    }

    private static Stream<JsonObject> objects(JsonElement list) {
        return list instanceof JsonArray all ? all.asList().stream().map(JsonElement::getAsJsonObject) : Stream.empty();
    }

    private static boolean is(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonPrimitive value && value.getAsBoolean();
    }

    private static Optional<String> text(JsonObject tree, String key) {
        JsonElement value = tree.get(key);
        return value == null || value.isJsonNull() ? Optional.empty() : Optional.of(value.getAsString());
    }
}

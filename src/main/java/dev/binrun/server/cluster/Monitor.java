package dev.binrun.server.cluster;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.binrun.form.JsonFields;
import dev.binrun.server.NatsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sends requests to a server's HTTP monitoring, which needs no account and responds even if JetStream does not. The
 * requests are a few lines of HTTP/1.0, because the JDK's client takes longer to load than a cluster to start.
 *
 * @param address the address of the monitoring
 */
record Monitor(InetSocketAddress address) {
    /** Returns the monitoring of a server; empty if it is off, or its port is not known yet. */
    static Optional<Monitor> of(NatsServer node) {
        OptionalInt port = node.monitorPort();
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(new Monitor(new InetSocketAddress("127.0.0.1", port.getAsInt())));
    }

    /**
     * Returns the server's health problem in its own words; empty if it is healthy.
     *
     * @throws IOException if the server does not respond in time
     */
    Optional<String> healthProblem(Duration limit) throws IOException {
        JsonObject health = get("/healthz", limit);
        String status = JsonFields.nonEmpty(health, "status").orElse("no status");
        return status.equals("ok")
                ? Optional.empty()
                : Optional.of(JsonFields.nonEmpty(health, "error").orElse(status));
    }

    /** Returns the node that the server names as the leader of the meta group; empty if it knows none. */
    Optional<String> metaLeader(Duration limit) throws IOException {
        return JsonFields.nonEmpty(metaGroup(limit), "leader");
    }

    /**
     * Returns the node for which the server voted in the election of the meta group's leader, if the group has no
     * leader yet. Versions before 2.11 report no votes.
     */
    Optional<String> openVote(Duration limit) throws IOException {
        return get("/raftz", limit).asMap().values().stream()
                .map(account -> account.getAsJsonObject().get("_meta_"))
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .filter(group -> JsonFields.text(group, "leader").isEmpty())
                .flatMap(group -> JsonFields.nonEmpty(group, "voted_for").stream())
                .findFirst();
    }

    /** Returns the members of the meta group. Only its leader reports them. */
    Set<String> members(Duration limit) throws IOException {
        JsonObject group = metaGroup(limit);
        Stream<String> peers =
                JsonFields.objects(group, "replicas").stream().map(peer -> JsonFields.text(peer, "name"));
        return Stream.concat(JsonFields.nonEmpty(group, "leader").stream(), peers)
                .collect(Collectors.toSet());
    }

    /** Returns whether the leader of the meta group sees a node as online and current. Only the leader reports this. */
    boolean seesAsCurrent(String node, Duration limit) throws IOException {
        return JsonFields.objects(metaGroup(limit), "replicas").stream()
                .filter(peer -> JsonFields.text(peer, "name").equals(node))
                .anyMatch(peer -> JsonFields.flag(peer, "current") && !JsonFields.flag(peer, "offline"));
    }

    private JsonObject metaGroup(Duration limit) throws IOException {
        return JsonFields.object(get("/jsz", limit), "meta_cluster");
    }

    /** Returns the server's routes to other servers. */
    Routes routes(Duration limit) throws IOException {
        return Routes.read(get("/routez?subs=detail", limit), get("/varz", limit));
    }

    /** Returns the body of a response of any status, because an unhealthy server responds with 503 and the reason. */
    JsonObject get(String path, Duration limit) throws IOException {
        int millis = (int) Math.max(1, limit.toMillis());
        try (Socket socket = new Socket()) {
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] parts = response.split("\r\n\r\n", 2);
            if (parts.length < 2) {
                throw new IOException("its monitoring closed the connection without a response to " + path);
            }
            return JsonParser.parseString(parts[1]).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("its monitoring did not respond with JSON to " + path, e);
        } catch (SocketTimeoutException e) {
            throw new IOException("its monitoring did not respond within " + millis + "ms", e);
        }
    }
}

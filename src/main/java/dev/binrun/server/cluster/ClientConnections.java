package dev.binrun.server.cluster;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.server.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The client connections that a server has, or had since its start. */
public final class ClientConnections {
    private static final String ALL = "/connz?state=all&limit=100000";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private ClientConnections() {}

    /**
     * A client connection.
     *
     * @param id unique among all servers and their starts
     * @param name the name that the client gave; may be empty
     * @param place the node, the address of the client, and the server's number of the connection
     * @param sent the number of messages that the client sent
     * @param received the number of messages that the client received
     */
    public record ClientConnection(String id, String name, String place, long sent, long received) {}

    /** Returns the id of a connection that a server greeted with an INFO. */
    public static String id(String serverId, long clientId) {
        return serverId + "/" + clientId;
    }

    /**
     * Returns all connections of a server; empty if its monitoring is off.
     *
     * @throws IOException if the monitoring does not respond
     */
    public static Optional<List<ClientConnection>> of(NatsServer node) throws IOException {
        Optional<Monitor> monitor = Monitor.of(node);
        if (monitor.isEmpty()) {
            return Optional.empty();
        }
        JsonObject all = monitor.get().get(ALL, LIMIT);
        String serverId = JsonFields.text(all, "server_id");
        return Optional.of(JsonFields.objects(all, "connections").stream()
                .map(connection -> connection(node.name(), serverId, connection))
                .toList());
    }

    private static ClientConnection connection(String node, String serverId, JsonObject connection) {
        long cid = JsonFields.number(connection, "cid");
        return new ClientConnection(
                id(serverId, cid),
                JsonFields.text(connection, "name"),
                node + ", " + JsonFields.text(connection, "ip") + ":" + JsonFields.number(connection, "port") + ", cid "
                        + cid,
                JsonFields.number(connection, "in_msgs"),
                JsonFields.number(connection, "out_msgs"));
    }
}

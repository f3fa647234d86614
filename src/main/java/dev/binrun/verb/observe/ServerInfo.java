package dev.binrun.verb.observe;

import com.google.gson.JsonObject;
import dev.binrun.verb.Connections;
import dev.binrun.verb.Does;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;
import io.nats.client.Connection;

/** What the server that the client is connected to says of itself to every client: {@code nats server info}. */
@Does(
        value = "Asks what the server that the client is connected to says of itself",
        answers = "{node, state, version, id, name, jetstream, max_payload, host, port, client_id, …}",
        example = """
            - server info:
              expect: { version: "~ ^2", jetstream: true }
            """)
public record ServerInfo() implements Verb {
    @Override
    public JsonObject run(World world) throws InterruptedException {
        Connection connection = world.connection();
        connection.clearLastError();
        Connections.flush(connection, world.patience()); // what it said when we connected proves nothing about now
        io.nats.client.api.ServerInfo info = connection.getServerInfo();
        JsonObject answer = new JsonObject();
        answer.addProperty("node", info.getServerName());
        answer.addProperty("state", info.isLameDuckMode() ? "lame-duck" : "running");
        answer.addProperty("version", info.getVersion());
        answer.addProperty("server_id", info.getServerId());
        answer.addProperty("server_name", info.getServerName());
        answer.addProperty("id", info.getServerId());
        answer.addProperty("name", info.getServerName());
        answer.addProperty("jetstream", info.isJetStreamAvailable());
        answer.addProperty("headers", info.isHeadersSupported());
        answer.addProperty("auth_required", info.isAuthRequired());
        answer.addProperty("tls_required", info.isTLSRequired());
        answer.addProperty("max_payload", info.getMaxPayload());
        answer.addProperty("proto", info.getProtocolVersion());
        answer.addProperty("host", info.getHost());
        answer.addProperty("port", info.getPort());
        if (info.getCluster() != null) {
            answer.addProperty("cluster", info.getCluster());
        }
        answer.addProperty("client_id", info.getClientId());
        return answer;
    }
}

package dev.binrun.verb.observe;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Connections;
import dev.binrun.server.NatsServer;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.node.NodeSearch;
import dev.binrun.verb.node.NodeSelector;
import io.nats.client.Connection;
import java.util.Optional;

/** Reads the info of the server that the client is connected to, or of another node: {@code nats server info}. */
@VerbDoc(
        value =
                "Reads the info of the server that the client is connected to; with node, the state of any server, without a request",
        answers =
                "{node, state, version, id, name, jetstream, max_payload, host, port, client_id, …}; with node {node, state, version,"
                        + " host, port, pid}, where state is running, paused, lame-duck, stopped, crashed or gone",
        example = """
            - server info:
              expect: { version: "~ ^2", jetstream: true }
            """)
public record ServerInfo(
        @Arg(
                value = "the node, running or not, as in server kill; the server of the client's connection if omitted",
                position = 0)
        Optional<NodeSelector> node)
        implements Verb {
    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return node.isPresent() ? ofNode(world, node.get()) : ofConnection(world);
    }

    private static JsonObject ofNode(VerbWorld world, NodeSelector node) throws InterruptedException {
        NatsServer server = NodeSearch.find(node, world, candidate -> true, NodeSearch.LIMIT);
        JsonObject answer = new JsonObject();
        answer.addProperty("node", server.name());
        answer.addProperty("state", server.state().word());
        answer.addProperty("version", server.version());
        answer.addProperty("server_name", server.name());
        answer.addProperty("name", server.name());
        answer.addProperty("host", "127.0.0.1");
        answer.addProperty("port", server.port());
        answer.addProperty("pid", server.pid());
        return answer;
    }

    private static JsonObject ofConnection(VerbWorld world) throws InterruptedException {
        Connection connection = world.connection();
        connection.clearLastError();
        Connections.awaitRestored(connection, world.patience()); // a lost connection would not reply to the ping
        Connections.flush(connection, world.patience()); // the reply proves that the server is alive
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

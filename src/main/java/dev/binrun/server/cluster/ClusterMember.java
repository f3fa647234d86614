package dev.binrun.server.cluster;

import dev.binrun.server.Membership;
import dev.binrun.server.NatsServer;
import dev.binrun.server.host.Polling;
import dev.binrun.server.network.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node's membership in its cluster: directs the network to the node's current ports, and waits until the node takes
 * part.
 */
record ClusterMember(ClusterView view, Network network, Polling polling) implements Membership {
    private static final Pattern ROUTES = Pattern.compile("Listening for route connections on .+:(\\d+)$");

    @Override
    public boolean isClustered() {
        return view.isCluster();
    }

    @Override
    public boolean isInternal(String line) {
        return ReplicaProbe.mentionsProbe(line);
    }

    @Override
    public void processStarting(NatsServer server) {
        network.holdConnections(server.name());
    }

    @Override
    public void serverListening(NatsServer server, long deadline) throws IOException {
        network.forwardTo(
                server.name(),
                server.address(),
                isClustered() ? Optional.of(routeAddress(server, deadline)) : Optional.empty());
    }

    @Override
    public void processEnded(NatsServer server, long pid) {
        network.refuseConnections(server.name(), () -> server.pid() == pid);
    }

    /** A node that reaches no majority cannot take part in the cluster. It serves clients, so the wait ends. */
    @Override
    public void awaitServing(NatsServer server, long deadline) throws IOException {
        if (!isClustered()) {
            return;
        }
        Optional<String> obstacle = polling.until(deadline, () -> {
            if (!server.isAlive()) {
                throw new IOException(
                        "it ended with status " + server.exitStatus().orElseThrow());
            }
            return view.reachesMajority(server) ? view.obstacle(server) : Optional.empty();
        });
        if (obstacle.isPresent()) {
            throw new IOException("it did not join its cluster in time: " + obstacle.get());
        }
    }

    static InetSocketAddress routeAddress(NatsServer server, long deadline) throws IOException {
        String line = server.log()
                .awaitSinceStart(
                        text -> text.contains("Listening for route connections on "), Polling.remaining(deadline))
                .orElseThrow(() -> new IOException("it did not listen for routes in time"))
                .text();
        Matcher matcher = ROUTES.matcher(line);
        if (!matcher.find()) {
            throw new IOException("its log names no port for routes: " + line);
        }
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(matcher.group(1)));
    }
}

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

/** What a node's coming and going means for its cluster: where the network leads, and when the node takes part. */
record ClusterMember(ClusterView view, Network network, Polling polling) implements Membership {
    private static final Pattern ROUTES = Pattern.compile("Listening for route connections on .+:(\\d+)$");

    @Override
    public boolean clustered() {
        return view.isCluster();
    }

    @Override
    public boolean isInternal(String line) {
        return ReplicaProbe.isMeantBy(line);
    }

    @Override
    public void starting(NatsServer server) {
        network.expect(server.name());
    }

    @Override
    public void listening(NatsServer server, long deadline) throws IOException {
        network.lead(
                server.name(),
                server.address(),
                clustered() ? Optional.of(routes(server, deadline)) : Optional.empty());
    }

    @Override
    public void ended(NatsServer server, long pid) {
        network.refuse(server.name(), () -> server.pid() == pid);
    }

    /** A node that reaches no majority cannot take part; it serves clients, and that must do. */
    @Override
    public void awaitServing(NatsServer server, long deadline) throws IOException {
        if (!clustered()) {
            return;
        }
        try {
            Optional<String> lack = polling.until(deadline, () -> {
                if (!server.isAlive()) {
                    throw new IOException(
                            "it ended with status " + server.exitStatus().orElseThrow());
                }
                return view.reachesMajority(server) ? view.lack(server) : Optional.empty();
            });
            if (lack.isPresent()) {
                throw new IOException("it does not take part in its cluster in time: " + lack.get());
            }
        } catch (InterruptedException e) {
            throw Polling.interrupted();
        }
    }

    private static InetSocketAddress routes(NatsServer server, long deadline) throws IOException {
        String line = server.log()
                .awaitSinceStart(
                        text -> text.contains("Listening for route connections on "), NatsServer.left(deadline))
                .orElseThrow(() -> new IOException("it did not listen for routes in time"))
                .text();
        Matcher matcher = ROUTES.matcher(line);
        if (!matcher.find()) {
            throw new IOException("it names no port for routes: " + line);
        }
        return new InetSocketAddress("127.0.0.1", Integer.parseInt(matcher.group(1)));
    }
}

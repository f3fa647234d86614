package dev.binrun.server;

import dev.binrun.server.cluster.ClusterOptions;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.network.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts three servers, reports them and ends in the given way without closing them. "struck" starts a cluster with a
 * paused, a killed and a cut-off node; "close" closes the servers before the end.
 */
public final class VictimMain {
    private VictimMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[1].equals("mend")) {
            mend();
            return;
        }
        List<NatsServer> servers = arguments[1].equals("struck") ? cluster() : servers(Path.of(arguments[0]));
        for (NatsServer server : servers) {
            System.out.println("server " + server.pid() + " " + server.folder());
        }
        System.out.println("ready");
        switch (arguments[1]) {
            case "wait", "struck" -> System.in.read();
            case "close" -> {
                System.in.read();
                servers.forEach(NatsServer::close);
            }
            case "exit" -> System.exit(0);
            case "halt" -> Runtime.getRuntime().halt(1);
            case "throw" -> throw new IllegalStateException("thrown on purpose");
            default -> System.out.flush();
        }
    }

    /** Starts a server without a temporary folder, and again after the folder was created. */
    private static void mend() throws IOException {
        try {
            NatsServer.start(ServerOptions.ephemeral()).close();
        } catch (ServerException e) {
            System.out.println(e.getMessage());
        }
        Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir")));
        NatsServer.start(ServerOptions.ephemeral()).close();
        System.out.println("mended");
    }

    private static List<NatsServer> servers(Path kept) {
        ServerOptions options = ServerOptions.ephemeral();
        return Stream.of(options, options.withName("n2"), options.withName("n3").withStoreDir(kept))
                .map(NatsServer::start)
                .toList();
    }

    private static List<NatsServer> cluster() {
        NatsCluster cluster = NatsCluster.start(ClusterOptions.of(3));
        cluster.node("n1").pause();
        cluster.node("n2").kill();
        cluster.network().cut(List.of("n3"), List.of("n1", "n2"), Direction.BOTH);
        return cluster.nodes();
    }
}

package dev.binrun.server;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Starts three servers, says so, and ends as it is told without closing any; "struck" are a cluster of which one is held, one has ended and one is cut off. */
final class VictimMain {
    private VictimMain() {}

    public static void main(String[] arguments) throws Exception {
        for (NatsServer server : arguments[1].equals("struck") ? cluster() : servers(Path.of(arguments[0]))) {
            System.out.println("server " + server.pid() + " " + server.folder());
        }
        System.out.println("ready");
        switch (arguments[1]) {
            case "wait", "struck" -> System.in.read();
            case "exit" -> System.exit(0);
            case "halt" -> Runtime.getRuntime().halt(1);
            case "throw" -> throw new IllegalStateException("thrown on purpose");
            default -> System.out.flush();
        }
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

package dev.binrun.server;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Starts three servers, says so, and ends as it is told without closing any; "paused" are a cluster of which two are held. */
final class VictimMain {
    private VictimMain() {}

    public static void main(String[] arguments) throws Exception {
        for (NatsServer server : arguments[1].equals("paused") ? cluster() : servers(Path.of(arguments[0]))) {
            System.out.println("server " + server.pid() + " " + server.folder());
        }
        System.out.println("ready");
        switch (arguments[1]) {
            case "wait", "paused" -> System.in.read();
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
        cluster.node("n2").pause();
        return cluster.nodes();
    }
}

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
import org.awaitility.Awaitility;

/**
 * Starts three servers, reports them and ends in the given way without closing them. "struck" starts a cluster with a
 * paused, a killed and a cut-off node; "close" closes the servers before the end. After "warm-" the third server is one
 * that was started ahead and that nobody took.
 */
public final class VictimMain {
    private VictimMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[1].equals("mend")) {
            mend();
            return;
        }
        if (arguments[1].startsWith("warm-")) {
            reportWarm();
            end(arguments[1].substring(5), List.of());
            return;
        }
        List<NatsServer> servers = arguments[1].equals("struck") ? cluster() : servers(Path.of(arguments[0]));
        for (NatsServer server : servers) {
            System.out.println("server " + server.pid() + " " + server.folder());
        }
        end(arguments[1], servers);
    }

    private static void end(String how, List<NatsServer> servers) throws IOException {
        System.out.println("ready");
        switch (how) {
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

    private static void reportWarm() throws Exception {
        NatsServer first = NatsServer.takeWarm(ServerOptions.ephemeral());
        Path home = first.folder().getParent();
        NatsServer.takeWarm(ServerOptions.ephemeral());
        Path spare = home.resolve("run-3");
        Awaitility.await().until(() -> Files.exists(spare.resolve("store/jetstream")));
        for (Path folder : List.of(home.resolve("run-1"), home.resolve("run-2"), spare)) {
            System.out.println(
                    "server " + Files.readString(folder.resolve("server.pid")).strip() + " " + folder);
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

package dev.binrun.server;

import java.nio.file.Path;

/** Starts three servers, says so, and ends as it is told without closing any. */
final class VictimMain {
    private VictimMain() {}

    public static void main(String[] arguments) throws Exception {
        ServerOptions options = ServerOptions.ephemeral();
        for (ServerOptions each : new ServerOptions[] {
            options, options.withName("n2"), options.withName("n3").withStoreDir(Path.of(arguments[0]))
        }) {
            NatsServer server = NatsServer.start(each);
            System.out.println("server " + server.pid() + " " + server.folder());
        }
        System.out.println("ready");
        switch (arguments[1]) {
            case "wait" -> System.in.read();
            case "exit" -> System.exit(0);
            case "halt" -> Runtime.getRuntime().halt(1);
            case "throw" -> throw new IllegalStateException("thrown on purpose");
            default -> System.out.flush();
        }
    }
}

package dev.binrun.cli;

import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.host.ServerException;
import dev.binrun.verdict.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A server of one's own, until Ctrl-C. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Starts a nats-server with JetStream on 127.0.0.1, prints its URL and keeps it until Ctrl-C.",
            "Nothing that it stored is kept.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java server",
            "  ./jbang binrun.java server --port 4333 --monitor-port 8222",
            "  nats --server nats://127.0.0.1:4333 stream ls"
        })
final class ServerCommand implements Callable<Integer> {
    /** Where Ctrl-C reaches the server too, its end may be seen before the signal. */
    private static final Duration SIGNAL_ARRIVES = Duration.ofMillis(500);

    private static final int LOG_LINES = 10;

    private final CommandEnvironment shell;
    private final CommandServices parts;

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", description = "The client port; any free one if left out.")
    private int port = -1;

    @Option(
            names = "--monitor-port",
            paramLabel = "PORT",
            description = "The port of the server's own HTTP monitoring, -1 for any; none if left out.")
    private Optional<Integer> monitorPort = Optional.empty();

    @Option(names = "--server-log", description = "Show the server's log.")
    private boolean serverLog;

    ServerCommand(CommandEnvironment shell, CommandServices parts) {
        this.shell = shell;
        this.parts = parts;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        ServerOptions options = options();
        shell.prepare(parts, shell.environment());
        try (StopHook stop = new StopHook();
                NatsServer server = NatsServer.start(options)) {
            shell.out().println(server.url());
            server.monitorPort().ifPresent(port -> shell.out().println("http://127.0.0.1:" + port));
            if (shell.out().checkError()) {
                return Outcome.BROKEN.exitCode(); // the URL is not known
            }
            awaitStop(server, stop);
        }
        return 0;
    }

    private ServerOptions options() {
        try {
            ServerOptions options = ServerOptions.ephemeral().withPort(port).withEnvironment(shell.environment());
            if (serverLog) {
                options = options.withLogLine(shell.err()::println);
            }
            return monitorPort.map(options::withMonitorPort).orElse(options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static void awaitStop(NatsServer server, StopHook stop) throws InterruptedException, ExecutionException {
        CompletableFuture<?> ended = ProcessHandle.of(server.pid())
                .<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        CompletableFuture.anyOf(ended, stop.stopping()).get();
        try {
            stop.stopping().get(SIGNAL_ARRIVES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ServerException(
                    "nats-server at " + server.url() + " ended by itself; the last lines of its log:\n"
                            + String.join("\n", server.log().tail(LOG_LINES)),
                    e);
        }
    }
}

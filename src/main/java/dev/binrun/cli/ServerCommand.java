package dev.binrun.cli;

import dev.binrun.page.LivePage;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.ShutdownHook;
import dev.binrun.verdict.Outcome;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one nats-server until Ctrl-C. */
@Command(
        name = "server",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Starts a nats-server with JetStream on 127.0.0.1, prints its URL and stops it at Ctrl-C.",
            "Its data is removed then.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java server",
            "  ./jbang binrun.java server --port 4333 --monitor-port 8222",
            "  ./jbang binrun.java server --ui              with the live page, a web page on 127.0.0.1",
            "  nats --server nats://127.0.0.1:4333 stream ls"
        })
final class ServerCommand implements Callable<Integer> {
    private static final int LOG_LINES = 10;

    private final CommandEnvironment environment;
    private final CommandServices services;

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", description = "The client port; default: any free one.")
    private int port = -1;

    @Option(
            names = "--monitor-port",
            paramLabel = "PORT",
            description = "The port of the server's HTTP monitoring, -1 for any free one; default: none.")
    private Optional<Integer> monitorPort = Optional.empty();

    @Option(names = "--server-log", description = "Print the server's log.")
    private boolean serverLog;

    @Mixin
    private PageOptions pageOptions;

    @Option(names = "--read-only", description = "The live page shows everything and changes nothing.")
    private boolean readOnly;

    private volatile NatsServer server;
    private volatile Optional<LivePage> page = Optional.empty();

    ServerCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        ServerOptions options = options();
        environment.prepare(services, environment.variables());
        try (ShutdownHook hook = ShutdownHook.choosingExitCode("binrun-stop", this::stop)) {
            page = openPage();
            server = NatsServer.start(options);
            environment.out().println(server.url());
            server.monitorPort().ifPresent(monitor -> environment.out().println("http://127.0.0.1:" + monitor));
            page.ifPresent(this::serve);
            if (environment.out().checkError()) {
                return Outcome.BROKEN.exitCode(); // the URL is not known
            }
            awaitEnd();
            hook.awaitIfBegun();
            throw new ServerException(
                    "nats-server at " + server.url() + " ended by itself; the last lines of its log:\n"
                            + String.join("\n", server.log().tail(LOG_LINES)));
        } finally {
            stop();
        }
    }

    private void serve(LivePage opened) {
        opened.start(new ServerPage(server));
        environment.out().println("live page: " + opened.url());
    }

    private void awaitEnd() throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> process = ProcessHandle.of(server.pid());
        if (process.isPresent()) {
            process.get().onExit().get();
        }
    }

    private Optional<LivePage> openPage() {
        if (readOnly && !pageOptions.isOn()) {
            throw new ParameterException(spec.commandLine(), "--read-only: the live page is off; add --ui");
        }
        pageOptions.check();
        return pageOptions.open(readOnly, environment.err()::println);
    }

    private int stop() {
        page.ifPresent(LivePage::close);
        if (server != null) {
            server.close();
        }
        return 0;
    }

    private ServerOptions options() {
        try {
            ServerOptions options = ServerOptions.ephemeral().withPort(port).withEnvironment(environment.variables());
            if (serverLog) {
                options = options.withLogLine(environment.err()::println);
            }
            return monitorPort.map(options::withMonitorPort).orElse(options);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}

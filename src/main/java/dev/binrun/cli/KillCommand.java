package dev.binrun.cli;

import dev.binrun.playground.PlaygroundSettings;
import dev.binrun.server.host.PortOwner;
import dev.binrun.server.host.SettingException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ends the live system that runs in another terminal. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Ends a live system that runs in another terminal, as Ctrl-C does.",
            "Its data stays. The process is found by its port, on Linux only. A program that is not binrun's is never",
            "ended.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java kill",
            "  ./jbang binrun.java kill --port 4333",
            "",
            "Exit codes: 0 nothing listens on the port now, 1 the port is still taken, 2 wrong usage."
        })
final class KillCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final CommandEnvironment environment;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The client port; default: 4222 (variable: BINRUN_PORT).")
    private Optional<String> port = Optional.empty();

    KillCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        int wanted = port();
        if (PortOwner.isFree(wanted)) {
            environment.out().println("nothing listens on port " + wanted);
            return 0;
        }
        Optional<PortHolder> found = PortHolder.on(wanted);
        Optional<ProcessHandle> binrun = found.flatMap(PortHolder::binrun);
        if (binrun.isPresent()) {
            return end(binrun.get(), wanted);
        }
        String holder = found.map(PortHolder::toString).orElse("a program that this user cannot see");
        environment
                .err()
                .println("port " + wanted + " is taken by " + holder + ", which no running binrun started, so it is not"
                        + " ended"
                        + found.map(other ->
                                        "; to end it: kill " + other.process().pid())
                                .orElse(""));
        return 1;
    }

    private int port() {
        Map<String, String> settings = new HashMap<>(environment.variables());
        port.ifPresent(value -> settings.put("BINRUN_PORT", value));
        try {
            int wanted = PlaygroundSettings.of(settings).port();
            if (wanted == -1) {
                throw new SettingException("name the port of the live system: --port PORT");
            }
            return wanted;
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw new SettingException(port.isPresent() ? message.replace("BINRUN_PORT", "--port") : message, e);
        }
    }

    private int end(ProcessHandle binrun, int wanted) throws InterruptedException, ExecutionException {
        binrun.destroy();
        try {
            binrun.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            environment.out().println("ended binrun (process " + binrun.pid() + ") on port " + wanted);
            return 0;
        } catch (TimeoutException e) {
            environment
                    .err()
                    .println("binrun (process " + binrun.pid() + ") has not ended within " + LIMIT.toSeconds()
                            + " s; to end it at once: kill -9 " + binrun.pid());
            return 1;
        }
    }
}

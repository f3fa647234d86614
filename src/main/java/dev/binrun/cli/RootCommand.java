package dev.binrun.cli;

import dev.binrun.report.StatusLine;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.server.host.SettingException;
import dev.binrun.verdict.Listener;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** No command: the session simulation if {@code SIM=true}, otherwise the live system. */
@Command(
        name = "jbang binrun.java",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Scenario testing of NATS JetStream, each scenario on a real nats-server of its own.",
            "Without a command: the live system, or the session simulation if SIM=true.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java                          live system on 127.0.0.1:4222, until Ctrl-C",
            "  ./jbang binrun.java --port 4333 --store-dir /tmp/js",
            "  SIM=true ./jbang binrun.java                 one simulation, then PASSED or FAILED",
            "  ./jbang binrun.java run scenarios            every scenario below a folder",
            "",
            "Exit codes: 0 passed or skipped, 1 failed, 2 wrong usage or an invalid scenario, 3 could not be judged."
        })
final class RootCommand implements Callable<Integer> {
    private final CommandEnvironment shell;
    private final CommandServices parts;

    @Spec
    private CommandSpec spec;

    @Option(names = "--sim", description = "Run the simulation (variable: SIM).")
    private boolean sim;

    @Option(names = "--seed", paramLabel = "N", description = "The simulation's seed; 1 if left out.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The server's client port, -1 for any; 4222 if left out (variable: BINRUN_PORT).")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--store-dir",
            paramLabel = "DIR",
            description = "Where the server keeps its data; ./store/js if left out (variable: BINRUN_STORE_DIR).")
    private Optional<String> storeDir = Optional.empty();

    @Option(
            names = "--monitor-port",
            paramLabel = "PORT",
            description = "The port of the server's own HTTP monitoring (variable: BINRUN_MONITOR_PORT).")
    private Optional<String> monitorPort = Optional.empty();

    @Option(names = "--server-log", description = "Show the server's log (variable: BINRUN_SERVER_LOG).")
    private boolean serverLog;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Further streams, consumers, kv and objects, as in a scenario (variable: BINRUN_CONFIG).")
    private Optional<String> config = Optional.empty();

    RootCommand(CommandEnvironment shell, CommandServices parts) {
        this.shell = shell;
        this.parts = parts;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (sim || simByEnvironment()) {
            return blamingFlags(this::simulate);
        }
        if (seed.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--seed: only the simulation has a seed; add --sim or set SIM=true");
        }
        return blamingFlags(() -> {
            CommandServices.UntilStopped businessLogic = prepared();
            shell.prepare(parts, settings());
            businessLogic.run();
            return 0;
        });
    }

    private CommandServices.UntilStopped prepared() {
        try {
            return parts.businessLogic().prepare(settings(), shell.out());
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage(), e);
        }
    }

    private interface RunningCommand {
        int run() throws InterruptedException;
    }

    /** A wrong setting that came by a flag is said to be the flag's, and not its variable's. */
    private int blamingFlags(RunningCommand running) throws InterruptedException {
        flags().forEach((variable, flag) -> {
            if (settings().get(variable).isEmpty()) {
                throw new ParameterException(spec.commandLine(), flag + " must not be empty");
            }
        });
        try {
            return running.run();
        } catch (SettingException e) {
            String message = e.getMessage();
            for (Map.Entry<String, String> flag : flags().entrySet()) {
                if (!e.getMessage().contains(flag.getValue())) {
                    message = message.replaceAll("\\b" + flag.getKey() + "\\b", flag.getValue());
                }
            }
            throw new ParameterException(spec.commandLine(), message, e);
        }
    }

    /** The flags that were given, by the variables in whose place they are. */
    private Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        port.ifPresent(value -> flags.put("BINRUN_PORT", "--port"));
        storeDir.ifPresent(value -> flags.put("BINRUN_STORE_DIR", "--store-dir"));
        monitorPort.ifPresent(value -> flags.put("BINRUN_MONITOR_PORT", "--monitor-port"));
        config.ifPresent(value -> flags.put("BINRUN_CONFIG", "--config"));
        return flags;
    }

    private boolean simByEnvironment() {
        String value = shell.environment().getOrDefault("SIM", "");
        return switch (value) {
            case "true" -> true;
            case "false", "" -> false;
            default ->
                throw new ParameterException(
                        spec.commandLine(),
                        "SIM: must be true or false, but is '" + value
                                + "'; SIM=true runs the simulation, false or nothing the live system");
        };
    }

    private int simulate() {
        prepared(); // the settings are checked also where the simulation has no use for them
        shell.prepare(parts, settings());
        Verdict verdict = shell.live(screen -> parts.engine()
                .apply(simulation(), new Live(screen, shell.runAgain().simulation(seed))));
        if (verdict.outcome() == Outcome.SKIPPED) {
            shell.err().println("Sim: scenario SKIPPED: " + verdict.message());
            return Outcome.BROKEN.exitCode(); // somebody asked for a simulation, and there was none
        }
        if (verdict.outcome() != Outcome.PASSED) {
            shell.err().println(verdict.report());
        }
        return verdict.outcome().exitCode();
    }

    private Scenario simulation() {
        SimConfig config = SimConfig.defaults();
        return new Scenario(
                "simulation",
                new Place("SIM=true", 1, 1),
                Set.of(),
                Optional.of(seed.map(config::withSeed).orElse(config)),
                List.of());
    }

    /** The environment, with each flag in place of its variable. */
    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(shell.environment());
        port.ifPresent(value -> settings.put("BINRUN_PORT", value));
        storeDir.ifPresent(value -> settings.put("BINRUN_STORE_DIR", value));
        monitorPort.ifPresent(value -> settings.put("BINRUN_MONITOR_PORT", value));
        config.ifPresent(value -> settings.put("BINRUN_CONFIG", value));
        if (serverLog) {
            settings.put("BINRUN_SERVER_LOG", "true");
        }
        return settings;
    }

    /** Shows what a run says as it says it. */
    private record Live(StatusLine screen, String again) implements Listener {
        @Override
        public void line(String line) {
            screen.print(line + System.lineSeparator());
        }

        @Override
        public void progress(String status) {
            screen.show(status);
        }

        @Override
        public String lastLines(Scenario failed) {
            return again;
        }
    }
}

package dev.binrun.cli;

import dev.binrun.server.host.SettingException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** No command: the session simulation if {@code SIM=true}, otherwise the live system. */
@Command(
        name = RootCommand.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Scenario testing of NATS JetStream, each scenario on its own nats-server.",
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
    /** The command as help shows it. */
    static final String NAME = "jbang binrun.java";

    private final CommandEnvironment environment;
    private final CommandServices services;

    @Spec
    private CommandSpec spec;

    @Option(names = "--sim", description = "Run the session simulation (variable: SIM).")
    private boolean sim;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the simulation; default: 1.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The client port, -1 for any free one; default: 4222 (variable: BINRUN_PORT).")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--store-dir",
            paramLabel = "DIR",
            description = "The folder for the server's data; default: ./store/js (variable: BINRUN_STORE_DIR).")
    private Optional<String> storeDir = Optional.empty();

    @Option(
            names = "--monitor-port",
            paramLabel = "PORT",
            description = "The port of the server's HTTP monitoring; default: none (variable: BINRUN_MONITOR_PORT).")
    private Optional<String> monitorPort = Optional.empty();

    @Option(names = "--server-log", description = "Print the server's log (variable: BINRUN_SERVER_LOG).")
    private boolean serverLog;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A file with more streams, consumers, kv and objects, as in a scenario (variable: BINRUN_CONFIG).")
    private Optional<String> config = Optional.empty();

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            description =
                    "The port of the live page, -1 for any free one; default: 8422, or any free one if it is taken"
                            + " (variable: BINRUN_UI_PORT).")
    private Optional<String> uiPort = Optional.empty();

    @Option(names = "--no-ui", description = "Serve no live page (variable: BINRUN_UI=false).")
    private boolean noUi;

    @Option(
            names = "--read-only",
            description = "The live page shows everything and changes nothing (variable: BINRUN_UI_READ_ONLY).")
    private boolean readOnly;

    RootCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (sim || simByEnvironment()) {
            return blamingFlags(() -> new SimulationCommand(environment, services).run(settings(), seed));
        }
        if (seed.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--seed: only the simulation has a seed; add --sim or set SIM=true");
        }
        return blamingFlags(() -> {
            CommandServices.UntilStopped businessLogic = services.prepare(settings(), environment.out());
            environment.prepare(services, settings());
            businessLogic.run();
            return 0;
        });
    }

    private interface RunningCommand {
        int run() throws InterruptedException;
    }

    /** Runs a command. A message about a wrong setting names the option that set it, and not the variable. */
    private int blamingFlags(RunningCommand running) throws InterruptedException {
        flags().forEach((variable, flag) -> {
            if (flag.value().isEmpty()) {
                throw new ParameterException(spec.commandLine(), flag.option() + " must not be empty");
            }
        });
        try {
            return running.run();
        } catch (SettingException e) {
            String message = e.getMessage();
            for (Map.Entry<String, Flag> entry : flags().entrySet()) {
                String option = entry.getValue().option();
                if (!e.getMessage().contains(option)) {
                    message = message.replaceAll("\\b" + entry.getKey() + "\\b", option);
                }
            }
            throw new ParameterException(spec.commandLine(), message, e);
        }
    }

    private record Flag(String option, String value) {}

    /** Returns the options that were given, by the variables that they replace. */
    private Map<String, Flag> flags() {
        Map<String, Flag> flags = new LinkedHashMap<>();
        port.ifPresent(value -> flags.put("BINRUN_PORT", new Flag("--port", value)));
        storeDir.ifPresent(value -> flags.put("BINRUN_STORE_DIR", new Flag("--store-dir", value)));
        monitorPort.ifPresent(value -> flags.put("BINRUN_MONITOR_PORT", new Flag("--monitor-port", value)));
        config.ifPresent(value -> flags.put("BINRUN_CONFIG", new Flag("--config", value)));
        uiPort.ifPresent(value -> flags.put("BINRUN_UI_PORT", new Flag("--ui-port", value)));
        return flags;
    }

    private boolean simByEnvironment() {
        String value = environment.variables().getOrDefault("SIM", "");
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

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(environment.variables());
        flags().forEach((variable, flag) -> settings.put(variable, flag.value()));
        if (serverLog) {
            settings.put("BINRUN_SERVER_LOG", "true");
        }
        if (noUi) {
            settings.put("BINRUN_UI", "false");
        }
        if (readOnly) {
            settings.put("BINRUN_UI_READ_ONLY", "true");
        }
        return settings;
    }
}

package dev.binrun.cli;

import dev.binrun.reload.ParentPipe;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  ./jbang binrun.java new                      a first scenario, with comments",
            "",
            "Exit codes: 0 passed or skipped, 1 failed, 2 wrong usage or an invalid scenario, 3 could not be judged."
        })
final class RootCommand implements Callable<Integer> {
    /** The command as help shows it. */
    static final String NAME = "./jbang binrun.java";

    private final CommandEnvironment environment;
    private final CommandServices services;

    @Spec
    private CommandSpec spec;

    @Option(names = "--sim", description = "Run the session simulation (variable: SIM).")
    private boolean sim;

    @Option(names = "--seed", paramLabel = "N", description = "The seed of the simulation; default: 1.")
    private Optional<Long> seed = Optional.empty();

    @Mixin
    private LiveOptions live;

    RootCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (sim || simByEnvironment()) {
            return live.blamingOptions(() -> new SimulationCommand(environment, services).run(settings(), seed));
        }
        if (seed.isPresent()) {
            throw new ParameterException(
                    spec.commandLine(), "--seed: only the simulation has a seed; add --sim or set SIM=true");
        }
        return live.blamingOptions(() -> {
            CommandServices.UntilStopped businessLogic = services.prepare(settings(), environment.out());
            ParentPipe.ifChild(() -> System.exit(0));
            environment.prepare(services, settings());
            businessLogic.run();
            return 0;
        });
    }

    private Map<String, String> settings() {
        return live.settings(environment.variables());
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
}

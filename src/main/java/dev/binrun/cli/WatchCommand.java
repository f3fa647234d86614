package dev.binrun.cli;

import dev.binrun.junit.JUnitLibraries;
import dev.binrun.report.StatusLine;
import dev.binrun.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs scenarios again when their files are saved. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Runs scenarios, and after each save those that the file affects, until q or Ctrl-C.",
            "A scenario is affected by its own file, and by the payloads, credentials and certificates that it names.",
            ""
        },
        footer = {
            "",
            "Keys: a all, f those that did not pass, t or Enter those of the last save, o opens the HTML report of the",
            "last run, q quits.",
            "",
            "Examples:",
            "  ./jbang binrun.java watch",
            "  ./jbang binrun.java watch scenarios/orders.yaml -v",
            "  ./jbang binrun.java watch scenarios --tags 'kv & !slow'",
            "",
            "Exit codes: 0 after q, 130 after Ctrl-C, 2 wrong usage."
        })
final class WatchCommand implements Callable<Integer> {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final CommandEnvironment environment;
    private final CommandServices services;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ScenarioPaths paths;

    @Mixin
    private ScenarioOptions options;

    WatchCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    @Override
    public Integer call() {
        JUnitLibraries.requireLauncher();
        options.check();
        if (paths.paths().contains(STANDARD_INPUT)) {
            throw new ParameterException(
                    spec.commandLine(), "-: the standard input is not watched; name files or folders");
        }
        options.selection(List.of(), paths.paths());
        paths.find(ScenarioReader::files);
        environment.prepare(services, environment.variables());
        StatusLine screen = environment.screen();
        WatchSession session = new WatchSession(
                environment,
                new WatchedRuns(environment, services, options, paths.paths(), screen),
                paths.paths(),
                screen,
                services.keyboard().get(),
                new Desktop(environment.variables(), System.getProperty("os.name"))::open);
        return environment.untilStopped(session::stop, session::run);
    }
}

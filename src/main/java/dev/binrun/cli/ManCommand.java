package dev.binrun.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page. */
@Command(
        name = "man",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {"Prints the manual page of all commands, for man.", ""},
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java man | man -l -",
            "  ./jbang binrun.java man > ~/.local/share/man/man1/binrun.1"
        })
final class ManCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec;

    ManCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        environment.rawOut().print(ManPage.of(spec.root()));
        return 0;
    }
}

package dev.binrun.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands and options in a shell. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Prints a script for bash and zsh that completes commands and options.",
            "It works for a program with the name binrun. If you start binrun in another way, define an alias of that name.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  alias binrun='./jbang binrun.java'",
            "  source <(./jbang binrun.java completion)",
            "  ./jbang binrun.java completion > ~/.local/share/bash-completion/completions/binrun"
        })
final class CompletionCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec;

    CompletionCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        environment
                .rawOut()
                .print(AutoComplete.bash(ManPage.PROGRAM, spec.root().commandLine()));
        return 0;
    }
}

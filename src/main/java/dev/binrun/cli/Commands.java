package dev.binrun.cli;

import dev.binrun.form.Library;
import dev.binrun.form.Nearest;
import dev.binrun.report.Style;
import dev.binrun.server.host.MemoryLimit;
import dev.binrun.server.host.Secrets;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.verdict.Outcome;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands, put together: their names, their streams and what becomes of an error. */
final class Commands {
    private static final int USAGE_WIDTH = 110;

    private final CommandEnvironment shell;

    private Commands(CommandEnvironment shell) {
        this.shell = shell;
    }

    static CommandLine of(CommandEnvironment shell, CommandServices parts) {
        return new Commands(shell).assemble(parts);
    }

    private CommandLine assemble(CommandServices parts) {
        CommandLine root = new CommandLine(new RootCommand(shell, parts));
        root.addSubcommand(new RunCommand(shell, parts));
        root.addSubcommand(new ValidateCommand(shell, parts));
        root.addSubcommand(new ServerCommand(shell, parts));
        root.addSubcommand(new SchemaCommand(shell));
        root.addSubcommand(new CommandLine.HelpCommand());
        boolean coloured = shell.style() == Style.COLOURED;
        return root.setOut(new PrintWriter(shell.out(), true))
                .setErr(new PrintWriter(shell.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(coloured ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(USAGE_WIDTH)
                .setExecutionStrategy(this::run)
                .setParameterExceptionHandler((error, args) -> usageError(error))
                .setExecutionExceptionHandler((error, command, result) -> failure(error, command));
    }

    /** Runs the command that was typed last; options before it are another's, and would have no effect. */
    private int run(ParseResult parsed) {
        if (parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
            parsed.matchedOptions().stream().findFirst().ifPresent(option -> {
                String command = parsed.subcommand().commandSpec().name();
                throw new ParameterException(
                        parsed.commandSpec().commandLine(),
                        option.longestName() + ": is no option of the command '" + command
                                + "', before which it stands; leave it out, or leave the command out");
            });
        }
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return failure(e);
        }
    }

    /** One line of what is wrong and one of where to look, instead of the whole usage. */
    private int usageError(ParameterException error) {
        CommandLine command = error.getCommandLine();
        Optional<String> word = noCommand(error);
        if (word.isPresent()) {
            shell.err()
                    .println(Secrets.recognized(
                            "there is no command '" + word.get() + "'" + instead(word.get(), command)));
        } else {
            shell.err()
                    .println(Secrets.recognized(
                            error.getMessage().replaceFirst("is not an? (int|long)$", "is not a whole number")));
            instead(error).forEach(shell.err()::println);
        }
        return seeHelp(command);
    }

    private static Optional<String> unknownOption(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()
                ? Optional.of(unmatched.getUnmatched().get(0))
                : Optional.empty();
    }

    /** The option that was probably meant, or one that only another command has. */
    private static List<String> instead(ParameterException error) {
        String written = unknownOption(error).orElse("").replaceFirst("=.*", "");
        if (written.isEmpty()) {
            return List.of();
        }
        CommandSpec own = error.getCommandLine().getCommandSpec();
        return Nearest.of(written, options(own))
                .map(option -> List.of("Possible solutions: " + option))
                .orElseGet(() -> own.root().subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(other -> other != own && options(other).contains(written))
                        .findFirst()
                        .map(other -> List.of("Only '" + other.qualifiedName() + "' has this option."))
                        .orElse(List.of()));
    }

    private static List<String> options(CommandSpec command) {
        return command.optionsMap().keySet().stream()
                .filter(name -> name.startsWith("--"))
                .toList();
    }

    /** The word that stands where a command should. */
    private static Optional<String> noCommand(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !error.getCommandLine().getSubcommands().isEmpty()
                ? Optional.of(unmatched.getUnmatched().get(0))
                : Optional.empty();
    }

    private static String instead(String word, CommandLine command) {
        return word.matches(".*(/|\\\\|\\.ya?ml|\\.json).*|scenarios")
                ? "; to run scenarios: " + command.getCommandSpec().qualifiedName() + " run " + word
                : Nearest.hint(word, command.getSubcommands().keySet());
    }

    private int seeHelp(CommandLine command) {
        shell.err().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    /** A wrong setting is an error of usage; a server or library that cannot be had is explained; all else is ours, and shows where. */
    private int failure(Exception error, CommandLine command) {
        if (error instanceof SettingException) {
            shell.err().println(error.getMessage());
            return seeHelp(command);
        }
        if (error instanceof ServerException
                || error instanceof OutputException
                || error instanceof Library.UnusableException) {
            shell.err().println(error.getMessage());
            return Outcome.BROKEN.exitCode();
        }
        return failure(error);
    }

    private int failure(Throwable error) {
        MemoryLimit.reached(error).ifPresentOrElse(shell.err()::println, () -> {
            shell.err().println("binrun itself failed; please report this:");
            error.printStackTrace(shell.err());
        });
        return Outcome.BROKEN.exitCode();
    }
}

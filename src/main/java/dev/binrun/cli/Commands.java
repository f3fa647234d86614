package dev.binrun.cli;

import dev.binrun.form.Nearest;
import dev.binrun.report.Style;
import dev.binrun.server.host.Secrets;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands with their names and streams, and the messages and exit codes of their errors. */
final class Commands {
    private static final int USAGE_WIDTH = 110;

    private final CommandEnvironment environment;

    private Commands(CommandEnvironment environment) {
        this.environment = environment;
    }

    /** Returns the root command with all subcommands. */
    static CommandLine of(CommandEnvironment environment, CommandServices services) {
        return new Commands(environment).assemble(services);
    }

    private CommandLine assemble(CommandServices services) {
        CommandLine root = new CommandLine(new RootCommand(environment, services));
        CommandLine run = new CommandLine(new RunCommand(environment, services));
        RunCommand.addReportOptions(run.getCommandSpec());
        root.addSubcommand(run);
        root.addSubcommand(new WatchCommand(environment, services));
        root.addSubcommand(new DevCommand(environment, services));
        root.addSubcommand(new ValidateCommand(environment, services));
        root.addSubcommand(new ServerCommand(environment, services));
        root.addSubcommand(new SchemaCommand(environment));
        root.addSubcommand(new NewCommand(environment));
        root.addSubcommand(new DemoCommand(environment, services));
        root.addSubcommand(new DoctorCommand(environment));
        root.addSubcommand(new KillCommand(environment));
        root.addSubcommand(new CompletionCommand(environment));
        root.addSubcommand(new ManCommand(environment));
        root.addSubcommand(new CommandLine.HelpCommand());
        String typed = String.join(" ", environment.runAgain().command());
        nameAsTyped(root.setCommandName(typed), typed);
        boolean coloured = environment.style() == Style.COLOURED;
        return root.setOut(new PrintWriter(environment.out(), true))
                .setErr(new PrintWriter(environment.err(), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(coloured ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(USAGE_WIDTH)
                .setExecutionStrategy(this::run)
                .setParameterExceptionHandler((error, args) -> usageError(error))
                .setExecutionExceptionHandler((error, command, result) ->
                        failures().exitCode(error, command.getCommandSpec().qualifiedName()));
    }

    /** The examples in the sources start binrun in the usual way. */
    private static void nameAsTyped(CommandLine command, String typed) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.footer(Stream.of(usage.footer())
                .map(line -> line.replace(RootCommand.NAME, typed))
                .toArray(String[]::new));
        command.getSubcommands().values().forEach(sub -> nameAsTyped(sub, typed));
    }

    /** Runs the last command. Options before it belong to the root command, and would have no effect. */
    private int run(ParseResult parsed) {
        if (parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
            parsed.matchedOptions().stream().findFirst().ifPresent(option -> {
                throw new ParameterException(
                        parsed.commandSpec().commandLine(),
                        misplaced(option.longestName(), parsed.subcommand().commandSpec()));
            });
        }
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (OutOfMemoryError | StackOverflowError e) {
            return failures().exitCode(e, parsed.commandSpec().qualifiedName());
        }
    }

    private static String misplaced(String option, CommandSpec command) {
        return command.optionsMap().containsKey(option)
                ? option + ": must come after the command: " + command.qualifiedName() + " " + option
                : option + ": the command '" + command.name()
                        + "' does not have this option; remove the option or the command";
    }

    /** Prints the problem and the command that shows help, and not the whole usage. */
    private int usageError(ParameterException error) {
        CommandLine command = error.getCommandLine();
        Optional<String> word = unknownCommand(error);
        if (word.isPresent()) {
            environment
                    .err()
                    .println(
                            Secrets.recognized("there is no command '" + word.get() + "'" + hint(word.get(), command)));
        } else {
            environment
                    .err()
                    .println(Secrets.recognized(
                            error.getMessage().replaceFirst("is not an? (int|long)$", "is not a whole number")));
            hint(error).forEach(environment.err()::println);
        }
        return failures().seeHelp(command.getCommandSpec().qualifiedName());
    }

    private static Optional<String> unknownOption(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()
                ? Optional.of(unmatched.getUnmatched().get(0))
                : Optional.empty();
    }

    /** Returns a hint at an option with a similar name, or at the command that has the option. */
    private static List<String> hint(ParameterException error) {
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

    /** Returns a word in the place of a command that is not one. */
    private static Optional<String> unknownCommand(ParameterException error) {
        return error instanceof UnmatchedArgumentException unmatched
                        && !unmatched.isUnknownOption()
                        && !error.getCommandLine().getSubcommands().isEmpty()
                ? Optional.of(unmatched.getUnmatched().get(0))
                : Optional.empty();
    }

    private static String hint(String word, CommandLine command) {
        if (word.matches(".*(/|\\\\|\\.ya?ml|\\.json).*|scenarios")) {
            return "; to run scenarios: " + command.getCommandSpec().qualifiedName() + " run " + word;
        }
        Set<String> known = command.getSubcommands().keySet();
        String nearest = Nearest.nearestHint(word, known);
        return nearest.isEmpty() ? " (known: " + String.join(", ", known) + ")" : nearest;
    }

    private CommandFailures failures() {
        return new CommandFailures(environment.err());
    }
}

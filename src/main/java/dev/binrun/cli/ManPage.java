package dev.binrun.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page in the format of man(7), made from the usage of the commands. */
final class ManPage {
    /** The name of the program in the page and in the completion. */
    static final String PROGRAM = "binrun";

    private final StringBuilder page = new StringBuilder();

    private final String typed;

    private ManPage(String typed) {
        this.typed = typed;
    }

    /** Returns the page of the root command and all its subcommands. */
    static String of(CommandSpec root) {
        ManPage made = new ManPage(root.name());
        List<String> description = description(root);
        made.macro("TH", PROGRAM.toUpperCase(Locale.ROOT), "1", "", PROGRAM + " " + VersionText.BINRUN);
        made.macro("SH", "NAME");
        made.line(PROGRAM + " - " + description.get(0).replaceFirst("\\.$", ""));
        made.macro("SH", "SYNOPSIS");
        made.synopsis(root);
        made.macro("SH", "DESCRIPTION");
        description.forEach(made::line);
        made.macro("SH", "OPTIONS");
        made.arguments(root);
        made.example(root);
        made.macro("SH", "COMMANDS");
        root.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .distinct()
                .forEach(made::command);
        return made.page.toString();
    }

    private void command(CommandSpec command) {
        macro("SS", command.name());
        synopsis(command);
        page.append(".PP\n");
        description(command).forEach(this::line);
        arguments(command);
        example(command);
    }

    private void synopsis(CommandSpec command) {
        String name = command.parent() == null ? PROGRAM : PROGRAM + " " + command.name();
        String parameters = command.positionalParameters().stream()
                .map(parameter -> parameter.arity().min() > 0 ? parameter.paramLabel() : "[" + label(parameter) + "]")
                .collect(Collectors.joining(" "));
        page.append("\\fB").append(escaped(name)).append("\\fR ");
        page.append(escaped(
                        Stream.of("[OPTIONS]", parameters, command.subcommands().isEmpty() ? "" : "[COMMAND]")
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining(" "))))
                .append('\n');
    }

    private static String label(PositionalParamSpec parameter) {
        return parameter.paramLabel() + (parameter.typeInfo().isMultiValue() ? "..." : "");
    }

    private void arguments(CommandSpec command) {
        command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .forEach(parameter -> argument("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter));
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> argument(names(option), option));
    }

    private void argument(String head, ArgSpec argument) {
        page.append(".TP\n").append(head).append('\n');
        Arrays.stream(argument.description()).forEach(this::line);
    }

    private static String names(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> "\\fB" + escaped(name) + "\\fR")
                .collect(Collectors.joining(", "));
        return option.arity().max() == 0 ? names : names + " \\fI" + escaped(option.paramLabel()) + "\\fR";
    }

    private static List<String> description(CommandSpec command) {
        return Arrays.stream(command.usageMessage().description())
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** The lines below the usage are examples and exit codes, which keep their lines. */
    private void example(CommandSpec command) {
        List<String> lines = Arrays.asList(command.usageMessage().footer());
        if (!lines.isEmpty()) {
            page.append(".PP\n.nf\n");
            lines.stream().dropWhile(String::isBlank).forEach(this::line);
            page.append(".fi\n");
        }
    }

    private void macro(String name, String... words) {
        page.append('.').append(name);
        for (String word : words) {
            page.append(" \"").append(escaped(word)).append('"');
        }
        page.append('\n');
    }

    private void line(String text) {
        String line = escaped(text.replace(typed, PROGRAM).replace("%n", " "));
        page.append(line.startsWith(".") || line.startsWith("'") ? "\\&" : "")
                .append(line)
                .append('\n');
    }

    /** A plain hyphen could be printed as another character, which cannot be copied into a shell. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }
}

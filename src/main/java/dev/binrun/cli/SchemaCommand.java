package dev.binrun.cli;

import dev.binrun.schema.LanguageSchema;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of the scenario language. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Prints the JSON Schema of the scenario language, with which editors complete and check scenarios.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java schema > scenario.schema.json",
            "",
            "A scenario names it in its first line:",
            "  # yaml-language-server: $schema=scenario.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    private final CommandEnvironment shell;

    SchemaCommand(CommandEnvironment shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().print(LanguageSchema.text());
        return 0;
    }
}

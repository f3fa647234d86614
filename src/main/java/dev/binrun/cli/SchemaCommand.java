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
            "Prints the JSON Schema of the scenario language, so that editors complete and check scenarios.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java schema > scenario.schema.json",
            "",
            "The first line of a scenario names the schema:",
            "  # yaml-language-server: $schema=scenario.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    SchemaCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        environment.out().print(LanguageSchema.text());
        return 0;
    }
}

package dev.binrun.cli;

import dev.binrun.junit.JUnitLibraries;
import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a first scenario, or a Maven project with tests. */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Writes a first scenario with comments, or a Maven project with tests.",
            "A file that exists is never replaced.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java new                      scenarios/first.yaml",
            "  ./jbang binrun.java new orders               orders/first.yaml",
            "  ./jbang binrun.java new scenarios/orders.yaml",
            "  ./jbang binrun.java new --maven shop         a project in the folder shop",
            "",
            "Exit codes: 0 the files were written, 2 wrong usage or a file exists, 3 a file cannot be written."
        })
final class NewCommand implements Callable<Integer> {
    private static final String TEMPLATES = "first-project/";
    private static final String SCENARIO = "first.yaml";
    private static final String TESTS = "src/test/java/com/example/";

    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--maven", description = "Write a Maven project to the folder.")
    private boolean maven;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..1",
            description = "The folder, or the scenario file (*.yaml, *.yml); default: scenarios/first.yaml.")
    private Optional<Path> path = Optional.empty();

    NewCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Path target = path.orElse(Path.of("scenarios"));
        if (target.toString().isEmpty()) {
            throw wrong("PATH must not be empty");
        }
        if (maven) {
            project(target);
        } else {
            scenario(target);
        }
        return 0;
    }

    private void scenario(Path target) {
        boolean isFile = isScenario(target);
        if (!isFile && target.toString().endsWith(".json")) {
            throw wrong(target + ": the first scenario has comments, which JSON does not allow; name a .yaml file");
        }
        Path file = isFile ? target : target.resolve(SCENARIO);
        write(Map.of(file, CommandResource.text(TEMPLATES + SCENARIO)));
        RunAgain next = environment.runAgain();
        say("run it: " + next.with("run", argument(file)));
        say("check it without a server: " + next.with("validate", argument(file)));
    }

    private void project(Path folder) {
        if (path.isEmpty() || isScenario(folder)) {
            throw wrong("--maven needs the folder of the new project: " + spec.qualifiedName() + " --maven shop");
        }
        Map<Path, String> files = new LinkedHashMap<>();
        files.put(folder.resolve("pom.xml"), pom(folder));
        for (String test : List.of("OrdersTest.java", "OrderScenariosTest.java")) {
            files.put(folder.resolve(TESTS + test), CommandResource.text(TEMPLATES + test));
        }
        files.put(folder.resolve("scenarios").resolve(SCENARIO), CommandResource.text(TEMPLATES + SCENARIO));
        write(files);
        say("the project needs binrun " + VersionText.BINRUN
                + " in your local Maven repository; in a clone of binrun, once: mvn install -DskipTests");
        say("run its tests: " + new RunAgain(List.of("mvn")).with("-f", folder.toString(), "test"));
        say("run its scenario alone: " + environment.runAgain().with("run", argument(folder.resolve("scenarios"))));
    }

    private static String pom(Path folder) {
        String name = folder.toAbsolutePath().normalize().getFileName() == null
                ? ""
                : folder.toAbsolutePath().normalize().getFileName().toString();
        String artifact = name.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[.-]+|[.-]+$", "");
        return CommandResource.text(TEMPLATES + "pom.xml")
                .replace("PROJECT", artifact.isEmpty() ? "shop" : artifact)
                .replace("BINRUN", VersionText.BINRUN)
                .replace("JUNIT", JUnitLibraries.NEWEST);
    }

    /** Writes all files, or none if one of them exists. */
    private void write(Map<Path, String> files) {
        for (Path file : files.keySet()) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw wrong(file + " exists, and is not replaced; name another "
                        + (maven ? "folder" : "file: " + spec.qualifiedName() + " " + free(file)));
            }
        }
        files.forEach((file, text) -> {
            try {
                FileOwnership.createResultFolder(file.toAbsolutePath().getParent());
                try (OutputStream out = FileOwnership.createResult(file)) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new OutputException(file + " cannot be written: " + IoReason.withPath(e) + "; name another "
                        + (maven ? "folder" : "file"));
            }
            say("wrote " + file);
        });
    }

    /** Returns a file beside this one that does not exist. */
    private static Path free(Path file) {
        Path free = file;
        for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
            free = file.resolveSibling(file.getFileName().toString().replaceFirst("(\\.\\w+)$", "-" + i + "$1"));
        }
        return free;
    }

    private static boolean isScenario(Path path) {
        return path.toString().matches(".*\\.ya?ml");
    }

    /** A path that begins with a hyphen would be an option. */
    private static String argument(Path path) {
        return path.toString().startsWith("-") ? "./" + path : path.toString();
    }

    private void say(String line) {
        environment.out().println(line);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

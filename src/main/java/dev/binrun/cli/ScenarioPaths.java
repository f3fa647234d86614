package dev.binrun.cli;

import dev.binrun.scenario.ScenarioFile;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.LocaleNames;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The paths of scenario files that were typed after a command. */
final class ScenarioPaths {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            description =
                    "Scenario files, or folders with them (*.yaml, *.yml, *.json); default: the folder scenarios.")
    private List<Path> paths = new ArrayList<>();

    /** Returns the paths, or the default. */
    List<Path> paths() {
        return paths.isEmpty() ? List.of(Path.of("scenarios")) : paths;
    }

    /**
     * Reads the files.
     *
     * @throws ParameterException if a path cannot be read, or if there is no scenario
     */
    List<ScenarioFile> read(Function<List<Path>, List<ScenarioFile>> reader) {
        List<ScenarioFile> files = find(reader);
        if (files.stream().allMatch(file -> file.scenarios().isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(), "no scenario in " + named() + ": a scenario file ends in .yaml, .yml or .json");
        }
        return files;
    }

    /**
     * Finds or reads the files.
     *
     * @param search throws {@link UncheckedIOException} if a path cannot be read
     * @throws ParameterException if a path cannot be read
     */
    <T> T find(Function<List<Path>, T> search) {
        String here = System.getProperty("user.dir");
        if (LocaleNames.isUnusable(here)) {
            throw new ParameterException(
                    spec.commandLine(), "the current folder '" + here + "' " + LocaleNames.reason(System.getenv()));
        }
        try {
            return search.apply(paths());
        } catch (UncheckedIOException e) {
            throw new ParameterException(spec.commandLine(), unreadable(e), e);
        }
    }

    private String unreadable(UncheckedIOException error) {
        if (error.getCause() instanceof NoSuchFileException missing) {
            return missing.getFile() + ": there is no such file or folder"
                    + Objects.requireNonNullElse(missing.getReason(), "")
                    + (paths.isEmpty() ? " here; name one, or change to the folder that holds it" : "");
        }
        return "cannot read " + named() + ": " + IoReason.withPath(error.getCause());
    }

    private String named() {
        return String.join(", ", paths().stream().map(Path::toString).toList());
    }
}

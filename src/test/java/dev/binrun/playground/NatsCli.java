package dev.binrun.playground;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The real nats CLI in a shell, with a separate configuration. */
public final class NatsCli {
    /** What a test that is skipped says. */
    public static final String ABSENT = "no nats CLI on the PATH; .ci/run installs it with Go";

    private final Path executable;
    private final Path home;

    private NatsCli(Path executable, Path home) {
        this.executable = executable;
        this.home = home;
    }

    /** Finds the nats CLI on the PATH. */
    public static Optional<NatsCli> find(Path home) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "nats"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(executable -> new NatsCli(executable, home));
    }

    /** Runs a line that begins with {@code nats}, and returns its output. */
    public String paste(String line) throws IOException, InterruptedException {
        Process process = shell("sh", "-c", line).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(line + " ended with " + process.exitValue() + ": " + output);
        }
        return output;
    }

    /** Returns a shell in which {@code nats} is this executable. */
    public ProcessBuilder shell(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", "", (path, none) -> executable.getParent() + File.pathSeparator + path);
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        builder.environment().remove("NATS_URL");
        builder.environment().remove("NATS_CONTEXT");
        return builder;
    }
}

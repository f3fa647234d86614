package dev.binrun.playground;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real nats CLI in a shell, with a separate configuration. */
public final class NatsCli {
    private static final String SOURCE = "github.com/nats-io/natscli/nats@v0.4.0";

    private final Path executable;
    private final Path home;

    private NatsCli(Path executable, Path home) {
        this.executable = executable;
        this.home = home;
    }

    /** Finds the nats CLI on the PATH or in Go's folder, or installs it with Go; empty if that is not possible. */
    public static Optional<NatsCli> find(Path home) throws Exception {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "nats"))
                .filter(Files::isExecutable)
                .findFirst()
                .or(NatsCli::installed)
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

    private static Optional<Path> installed() {
        try {
            Path executable = Path.of(output("go", "env", "GOPATH"), "bin", "nats");
            if (!Files.isExecutable(executable)) {
                output("go", "install", SOURCE);
            }
            return Optional.of(executable).filter(Files::isExecutable);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String output(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        Process process = new ProcessBuilder(all)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + " did not succeed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        return output;
    }
}

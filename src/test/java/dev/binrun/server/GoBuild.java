package dev.binrun.server;

import dev.binrun.server.binary.NatsBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Other versions of nats-server, built with Go if Go is installed, and kept in {@code target}. */
public final class GoBuild {
    private static final String SOURCE = "github.com/nats-io/nats-server/v2@v";
    private static final long MAX_MINUTES = 5;

    private GoBuild() {}

    /** Returns a version's executable; empty if Go is not installed or cannot download the sources. */
    public static Optional<NatsBinary> of(String version) throws InterruptedException {
        Path folder = Path.of("target", "nats-server-" + version).toAbsolutePath();
        Path executable = folder.resolve("nats-server");
        if (!Files.isExecutable(executable) && !install(folder, version)) {
            return Optional.empty();
        }
        return Optional.of(new NatsBinary(executable, version, "go install"));
    }

    private static boolean install(Path folder, String version) throws InterruptedException {
        ProcessBuilder go = new ProcessBuilder("go", "install", SOURCE + version)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        go.environment().put("GOBIN", folder.toString());
        try {
            Process process = go.start();
            return process.waitFor(MAX_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // Go is not installed
        }
    }
}

package dev.binrun.server;

import dev.binrun.server.binary.NatsBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Other versions of nats-server, built with Go where that is, and kept in {@code target} for the next time. */
public final class GoBuild {
    private static final String SOURCE = "github.com/nats-io/nats-server/v2@v";
    private static final long MOST_MINUTES = 5;

    private GoBuild() {}

    /** Empty where there is no Go, or it cannot get the sources. */
    public static Optional<NatsBinary> of(String version) throws InterruptedException {
        Path folder = Path.of("target", "nats-server-" + version).toAbsolutePath();
        Path executable = folder.resolve("nats-server");
        if (!Files.isExecutable(executable) && !installed(folder, version)) {
            return Optional.empty();
        }
        return Optional.of(new NatsBinary(executable, version, "go install"));
    }

    private static boolean installed(Path folder, String version) throws InterruptedException {
        ProcessBuilder go = new ProcessBuilder("go", "install", SOURCE + version)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        go.environment().put("GOBIN", folder.toString());
        try {
            Process process = go.start();
            return process.waitFor(MOST_MINUTES, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no Go here
        }
    }
}

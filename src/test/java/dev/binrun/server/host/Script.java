package dev.binrun.server.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes shell scripts that stand in for executables. */
public final class Script {
    private Script() {}

    public static Path write(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
        return file;
    }
}

package dev.binrun.playground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mark in a store that its last server wrote everything down. Without it, some of the server's warnings mean only a kill. */
final class CleanStop {
    private static final String FILE = "clean-stop";

    private CleanStop() {}

    /** Returns whether the last stop was clean, and removes the mark. */
    static boolean take(Path storeDir) throws IOException {
        return Files.deleteIfExists(storeDir.resolve(FILE));
    }

    static void mark(Path storeDir) throws IOException {
        Files.write(storeDir.resolve(FILE), new byte[0]);
    }
}

package dev.binrun.server.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/** Folders as earlier JVMs leave them. */
public final class Leftover {
    private Leftover() {}

    /** Creates the home of a JVM that was killed an hour ago. */
    public static Path ofKilledJvm(Path temporary) throws IOException {
        Path home = home(temporary, "binrun-1-2");
        Files.writeString(home.resolve(Reaper.LOCK), Reaper.MARK);
        Files.setLastModifiedTime(home, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        return home;
    }

    /** Creates a home that was kept, whose server has ended. */
    public static Path kept(Path temporary) throws IOException {
        Path home = home(temporary, "binrun-1-3");
        Files.createFile(new RunFolder(Files.createDirectory(home.resolve("run-1"))).config());
        return home;
    }

    /** Creates a home that was kept, whose server runs. */
    public static Path kept(Path temporary, long pid) throws IOException {
        Path home = kept(temporary);
        Files.writeString(new RunFolder(home.resolve("run-1")).pidFile(), pid + "\n");
        return home;
    }

    private static Path home(Path temporary, String name) throws IOException {
        return Files.createDirectories(UserFolder.path(temporary).resolve(name));
    }
}

package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StaleHomesTest {
    private static final Duration OLD = Duration.ofHours(1);

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {"binrun-backup", "binrun-1", "binrun-1-2-3", "binrun-1-2.tar", "binrun-x-2", "my-binrun-1-2"})
    void remove_folderWithOtherName_stays(String name) throws IOException {
        Path foreign = home(name, Reaper.MARK, OLD);
        remove();
        assertTrue(Files.exists(foreign.resolve("thesis.txt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4711", "binrun", Reaper.MARK + "x"})
    void remove_folderWithoutMark_stays(String lock) throws IOException {
        Path foreign = home("binrun-1-2", lock, OLD);
        remove();
        assertTrue(Files.exists(foreign.resolve("thesis.txt")));
    }

    @Test
    void remove_homeOfEndedJvm_isRemovedEvenWithThisPid() throws IOException {
        home("binrun-1-2", Reaper.MARK, OLD);
        home("binrun-1-3.gone", Reaper.MARK, OLD);
        home("binrun-" + ProcessHandle.current().pid() + "-4", Reaper.MARK, OLD);
        Path young = home("binrun-1-5", Reaper.MARK, Duration.ZERO);
        remove();
        try (var left = Files.list(temporary)) {
            assertEquals(young, left.findFirst().orElseThrow());
        }
    }

    @Test
    void remove_homeInUse_stays() throws IOException {
        Path used = home("binrun-1-2", Reaper.MARK, OLD);
        try (FileChannel channel = FileChannel.open(used.resolve(Reaper.LOCK), StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            remove();
            assertTrue(held.isValid() && Files.exists(used.resolve("thesis.txt")));
        }
    }

    private void remove() throws IOException {
        new StaleHomes(temporary, Optional.empty()).remove();
    }

    private Path home(String name, String lock, Duration age) throws IOException {
        Path home = Files.createDirectory(temporary.resolve(name));
        Files.writeString(home.resolve(Reaper.LOCK), lock);
        Files.writeString(home.resolve("thesis.txt"), "years of work");
        Files.setLastModifiedTime(home, FileTime.from(Instant.now().minus(age)));
        return home;
    }
}

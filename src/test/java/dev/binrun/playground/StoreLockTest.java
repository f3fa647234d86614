package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store's folder may be open to other users: its lock must not make binrun overwrite their files or end their
 * processes.
 */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links and permissions are POSIX")
class StoreLockTest {
    @TempDir
    Path folder;

    private Path store;
    private Path lock;

    @BeforeEach
    void store() throws IOException {
        store = Files.createDirectory(folder.resolve("js"));
        lock = store.resolve("playground.lock");
    }

    @Test
    void link_isRejected_targetStays() throws Exception {
        Path target = Files.writeString(folder.resolve("diary"), "dear diary");
        Files.createSymbolicLink(lock, target);
        assertRefused("it is a link or not a regular file. Remove it");
        assertEquals("dear diary", Files.readString(target));
    }

    @Test
    void hardLink_isRejected_targetStays() throws Exception {
        Path target = Files.writeString(folder.resolve("diary"), "dear diary");
        Files.createLink(lock, target);
        assertRefused("it has a second name (a hard link). Remove it");
        assertEquals("dear diary", Files.readString(target));
    }

    @Test
    void pipe_isRejected() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", lock.toString()).start().waitFor());
        assertRefused("it is a link or not a regular file. Remove it");
    }

    @Test
    void foreignProcessInTheLock_isNotEnded() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    lock,
                    "1\n" + stranger.pid() + " "
                            + stranger.info().startInstant().orElseThrow().toEpochMilli() + "\n");
            StoreLock.take(store).close();
            assertTrue(stranger.isAlive());
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void newStore_isPrivate() throws Exception {
        Path fresh = folder.resolve("fresh/js");
        StoreLock.take(fresh).close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));
        assertEquals(Optional.empty(), StoreLock.warning(fresh));
    }

    @Test
    void storeWritableByOthers_warns() throws Exception {
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(
                Optional.of("warning: other users of this machine may write the store " + store
                        + "; take the permission away with chmod go-w"),
                StoreLock.warning(store));
    }

    private void assertRefused(String reason) {
        SettingException refused = assertThrows(SettingException.class, () -> StoreLock.take(store));
        assertEquals(
                "the store " + store + " cannot be used: " + reason
                        + "; choose another folder with --store-dir or BINRUN_STORE_DIR",
                refused.getMessage());
    }
}

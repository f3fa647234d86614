package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another user of the machine can write the temporary folder, and must not make binrun delete files or end processes.
 */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the permissions are POSIX")
class UserFolderTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void folder() throws IOException {
        folder = temporary.resolve("binrun-" + FileOwnership.user());
    }

    @Test
    void makeHome_always_createsAPrivateFolder() throws Exception {
        List<Path> cleaned = new ArrayList<>();
        Path home = UserFolder.makeHome(temporary, cleaned::add);
        assertEquals(folder, home.getParent());
        assertEquals(List.of(folder), cleaned);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        UserFolder.leave(folder);
        assertTrue(Files.exists(home), "a folder in use stays");
        Files.delete(home);
        UserFolder.leave(folder);
        assertFalse(Files.exists(folder));
    }

    @Test
    void makeHome_folderIsALink_isRejected() throws Exception {
        Path target = Files.createDirectory(temporary.resolve("target"));
        Files.createSymbolicLink(folder, target);
        assertRefused("it is not a folder");
    }

    @Test
    void makeHome_folderWritableByOthers_isRejected() throws Exception {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertRefused("its mode is 777");
    }

    @Test
    void makeHome_folderOfAnotherUser_isRejected() throws Exception {
        assumeTrue(FileOwnership.user() == 0, "needs root");
        Files.createDirectory(folder);
        Files.setAttribute(folder, "unix:uid", 4711);
        assertRefused("it belongs to user 4711");
    }

    @Test
    void makeHome_folderRemovedMeanwhile_isCreatedAgain() throws Exception {
        List<Path> cleaned = new ArrayList<>();
        Path home = UserFolder.makeHome(temporary, homes -> {
            if (cleaned.isEmpty()) {
                Files.delete(homes);
            }
            cleaned.add(homes);
        });
        assertEquals(2, cleaned.size());
        assertTrue(Files.isDirectory(home));
    }

    @Test
    void makeHome_homesOfAnotherUser_areNotTouched() throws Exception {
        Path victim = Files.createDirectory(temporary.resolve("victim"));
        Path file = Files.writeString(victim.resolve("my-file"), "years of work");
        Path planted = Files.createDirectory(temporary.resolve("binrun-1-1"));
        old(planted);
        Files.createSymbolicLink(temporary.resolve("binrun-1-1.gone"), victim);
        Optional<ReaperShell> shell = ReaperShell.find(System.getenv("PATH"), ":");
        UserFolder.makeHome(temporary, homes -> new StaleHomes(homes, shell).remove());
        assertTrue(Files.exists(planted.resolve(Reaper.LOCK)));
        assertTrue(Files.exists(file));
    }

    @Test
    void makeHome_manyStaleHomes_oneShellRemovesThem() throws Exception {
        for (int i = 0; i < 15; i++) {
            Files.createDirectories(folder.resolve("binrun-1-" + i + "/run-1"));
            old(folder.resolve("binrun-1-" + i));
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Optional<ReaperShell> shell = ReaperShell.find(System.getenv("PATH"), ":");
        Path home = UserFolder.makeHome(temporary, homes -> new StaleHomes(homes, shell).remove());
        assertEquals(
                1,
                ProcessHandle.current()
                        .children()
                        .filter(child -> String.join(
                                        " ", child.info().arguments().orElse(new String[0]))
                                .contains(folder + "/binrun-1-"))
                        .count());
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (var left = Files.list(folder)) {
                assertEquals(List.of(home), left.toList());
            }
        });
    }

    private static void old(Path home) throws IOException {
        Files.writeString(home.resolve(Reaper.LOCK), Reaper.MARK);
        Files.setLastModifiedTime(home, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }

    private void assertRefused(String found) {
        ServerException refused =
                assertThrows(ServerException.class, () -> UserFolder.makeHome(temporary, homes -> {}));
        assertEquals(
                folder + " must be a folder of user "
                        + folder.getFileName().toString().substring(7)
                        + " with mode 700, because it holds the files of servers: " + found
                        + ". Remove it, or set -Djava.io.tmpdir to another folder",
                refused.getMessage());
    }
}

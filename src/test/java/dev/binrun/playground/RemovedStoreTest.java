package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.ServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A removed store has no lock, but its path still belongs to the live system. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a folder with open files cannot be moved there")
@Tag("slow")
class RemovedStoreTest {
    private static final Duration END = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void removedStore_secondLiveSystemIsRejected_untilTheFirstEnds() throws Exception {
        Path store = folder.resolve("js");
        try (PlaygroundProcess first = PlaygroundProcess.start(store)) {
            Files.move(store, folder.resolve("moved"));
            ServerException refused = assertThrows(ServerException.class, () -> StoreLock.take(store));

            assertEquals(
                    "the live system of process " + first.pid() + " uses the store " + store
                            + "; end that one, or choose another folder with --store-dir or BINRUN_STORE_DIR",
                    refused.getMessage());
            assertFalse(Files.exists(store), "the refused start made nothing");
            assertEquals(3, first.exitCodeWithin(END), first.lines()::toString);
        }
        StoreLock.take(store).close();
    }

    @Test
    void storeReachedByALink_isTheSameStore() throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        StoreLock first = StoreLock.take(link.resolve("js"));
        try {
            Files.move(real.resolve("js"), folder.resolve("moved"));
            assertThrows(ServerException.class, () -> StoreLock.take(real.resolve("js")));
        } finally {
            first.close();
        }
        StoreLock.take(real.resolve("js")).close();
    }

    @Test
    void killedLiveSystem_releasesItsStore() throws Exception {
        Path store = folder.resolve("js");
        try (PlaygroundProcess first = PlaygroundProcess.start(store)) {
            first.kill();
        }
        StoreLock.take(store).close();
        assertTrue(Files.exists(store));
    }

    /** The watch checks the identity of the folder, because another folder may have the same name. */
    @Test
    void storeThatIsReplacedByACopy_endsTheProgram() throws Exception {
        Path store = folder.resolve("js");
        try (PlaygroundProcess process = PlaygroundProcess.start(store)) {
            Path copy = Files.createDirectories(folder.resolve("copy"));
            Files.createDirectory(copy.resolve("jetstream"));
            Files.move(store, folder.resolve("moved"));
            Files.move(copy, store);

            assertEquals(3, process.exitCodeWithin(END), process.lines()::toString);
            String last = process.lines().get(process.lines().size() - 1);
            assertEquals(
                    "the store " + store + " is gone: it was removed or unmounted while the live system used it."
                            + " Nothing more can be stored, so the live system ends",
                    last);
        }
    }
}

package dev.binrun.watch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileChangesTest {
    /** Long pauses, so that the steps of a save belong together on a busy machine too. */
    private static final FileChanges.Pauses LONG =
            new FileChanges.Pauses(Duration.ofMillis(200), Duration.ofSeconds(1), Duration.ofSeconds(20));

    @TempDir
    private Path folder;

    private Path saved;
    private final BlockingQueue<Set<Path>> reported = new LinkedBlockingQueue<>();
    private final List<String> contents = new CopyOnWriteArrayList<>();
    private FileChanges changes;
    private Thread watcher;

    private record Yaml(Collection<Path> folders, String ending) implements FileChanges.Interest {
        @Override
        public boolean isRelevant(Path file) {
            return file.toString().endsWith(ending);
        }

        @Override
        public boolean isUnfinished(Path file) {
            try {
                return !Files.readString(file).endsWith("\n");
            } catch (IOException e) {
                return true;
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        saved = Files.writeString(folder.resolve("saved.yaml"), "one\n");
        changes = new FileChanges(List.of(folder), new Yaml(List.of(), ".yaml"), LONG);
        watcher = new Thread(this::watch, "test-watch");
        watcher.start();
    }

    @AfterEach
    void stop() throws Exception {
        watcher.interrupt();
        watcher.join();
        changes.close();
    }

    private void watch() {
        try {
            while (true) {
                Set<Path> changed = changes.await();
                contents.add(Files.exists(saved) ? Files.readString(saved) : "");
                reported.add(changed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void write_isReportedOnce() throws Exception {
        Files.writeString(saved, "two\n");

        assertReported(saved);
    }

    @Test
    void rename_isReportedOnce() throws Exception {
        Path temporary = Files.writeString(folder.resolve("saved.tmp"), "two\n");
        Files.move(temporary, saved, StandardCopyOption.REPLACE_EXISTING);

        assertReported(saved);
    }

    /** Some editors move the old file away, and then write a new one. */
    @Test
    void renameAwayAndWrite_isReportedOnce() throws Exception {
        Files.move(saved, folder.resolve("saved.yaml~"));
        TimeUnit.MILLISECONDS.sleep(60);
        Files.writeString(saved, "two\n");

        assertReported(saved);
    }

    @Test
    void writeInParts_isReportedWhenItIsComplete() throws Exception {
        Files.writeString(saved, "");
        TimeUnit.MILLISECONDS.sleep(60);
        Files.writeString(saved, "tw");
        TimeUnit.MILLISECONDS.sleep(60);
        Files.writeString(saved, "o\n", StandardOpenOption.APPEND);

        assertReported(saved);
    }

    @Test
    void sameSizeAndTime_isReported() throws Exception {
        FileTime time = Files.getLastModifiedTime(saved);

        Files.writeString(saved, "two\n");
        Files.setLastModifiedTime(saved, time);

        assertReported(saved);
    }

    @Test
    void sameContent_isNotReported() throws Exception {
        Files.writeString(saved, "one\n");

        assertNothingReported();
    }

    @Test
    void otherFile_isNotReported() throws Exception {
        Files.writeString(folder.resolve("note.txt"), "two\n");

        assertNothingReported();
    }

    @Test
    void twoSaves_areReportedTogether() throws Exception {
        Path other = folder.resolve("other.yaml");
        Files.writeString(saved, "two\n");
        Files.writeString(other, "two\n");

        assertReported(saved, other);
    }

    @Test
    void deletedFile_isReported() throws Exception {
        Files.delete(saved);

        assertReported(saved);
    }

    @Test
    void fileInNewFolders_isReported_andItsNextSaveToo() throws Exception {
        Path deep = Files.createDirectories(folder.resolve("new/deep")).resolve("deep.yaml");
        Files.writeString(deep, "one\n");
        assertEquals(Set.of(deep), reported.take());

        Files.writeString(deep, "two\n");

        assertReported(deep);
    }

    @Test
    void removedFolder_isReported_andItsReturnToo() throws Exception {
        Files.delete(saved);
        Files.delete(folder);
        assertEquals(Set.of(saved), reported.take());

        Files.createDirectory(folder);
        Files.writeString(saved, "two\n");

        assertReported(saved);
    }

    @Test
    void follow_filesThatDidNotMatterBefore_areReportedOnlyWhenTheyChange(@TempDir Path outside) throws Exception {
        Path payload = Files.writeString(outside.resolve("payload.yaml"), "one\n");
        Path same = Files.writeString(outside.resolve("same.yaml"), "one\n");
        FileChanges other = new FileChanges(List.of(folder), new Yaml(List.of(), "saved.yaml"));
        other.follow(new Yaml(List.of(outside), ".yaml"));
        List<Set<Path>> found = new ArrayList<>();
        Thread waiting = new Thread(() -> {
            try {
                found.add(other.await());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();

        Files.writeString(payload, "two\n");

        waiting.join();
        assertEquals(List.of(Set.of(payload)), found);
        assertTrue(Files.exists(same));
        other.close();
    }

    @Test
    void manySaves_lastContentIsReported() throws Exception {
        for (int i = 0; i < 40; i++) {
            Files.writeString(saved, "save " + i + "\n");
            TimeUnit.MILLISECONDS.sleep(i);
        }

        await().until(() -> contents.contains("save 39\n"));
    }

    private void assertReported(Path... files) throws Exception {
        assertEquals(Set.of(files), reported.take());
        assertNothingReported();
    }

    /** The save of another file is the next report. */
    private void assertNothingReported() throws Exception {
        Path last = Files.writeString(folder.resolve("last.yaml"), "end\n");
        assertEquals(Set.of(last), reported.take());
    }
}

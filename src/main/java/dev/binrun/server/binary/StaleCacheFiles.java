package dev.binrun.server.binary;

import dev.binrun.server.host.Folder;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Removes files that a killed JVM left in a cache: unfinished downloads, and facts about executables that no longer
 * exist.
 */
final class StaleCacheFiles {
    /** The prefix of the names of unfinished downloads. */
    static final String DRAFT = "draft-";

    /** The prefix of the names of downloads with npm, which earlier versions made. */
    private static final String NPM = "npm-";

    private static final Set<Path> SEEN = ConcurrentHashMap.newKeySet();

    private StaleCacheFiles() {}

    /** Removes the stale files of a cache, once per JVM, unless another process downloads into the cache now. */
    static void removeOnce(BinaryCache cache) {
        if (!SEEN.add(cache.folder()) || !Files.isDirectory(cache.folder())) {
            return;
        }
        try {
            if (!staleFiles(cache.folder()).isEmpty()) {
                new BinaryCache(cache.folder(), cache.pin(), Duration.ZERO).withLock(() -> remove(cache.folder()));
            }
        } catch (UnusableSourceException | IOException | ServerException e) {
            SEEN.remove(cache.folder()); // stale files only cost space; the next search tries again
        }
    }

    private static boolean remove(Path folder) {
        try {
            for (Path stale : staleFiles(folder)) {
                Folder.delete(stale);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> staleFiles(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(DRAFT)
                        || name.startsWith(NPM)
                        || name.startsWith(VersionProbe.PREFIX) && lacksSubject(new FileFact(file))) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static boolean lacksSubject(FileFact fact) throws IOException {
        Optional<Path> subject = fact.subject();
        return subject.isEmpty() || !Files.exists(subject.get(), LinkOption.NOFOLLOW_LINKS);
    }
}

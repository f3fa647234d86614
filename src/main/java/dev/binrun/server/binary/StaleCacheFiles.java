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

/** The files in a cache that a killed JVM left behind: unfinished downloads, and stamps of executables that are gone. */
final class StaleCacheFiles {
    /** The beginning of the names of unfinished downloads. */
    static final String DRAFT = "draft-";

    /** The name that downloads with npm had in earlier versions. */
    private static final String NPM = "npm-";

    private static final Set<Path> SEEN = ConcurrentHashMap.newKeySet();

    private StaleCacheFiles() {}

    /** Removes the leftovers of a cache, once per JVM, unless another process downloads into it now. */
    static void removeOnce(BinaryCache cache) {
        if (!SEEN.add(cache.folder()) || !Files.isDirectory(cache.folder())) {
            return;
        }
        try {
            if (!in(cache.folder()).isEmpty()) {
                new BinaryCache(cache.folder(), cache.pin(), Duration.ZERO).withLock(() -> remove(cache.folder()));
            }
        } catch (UnusableSourceException | IOException | ServerException e) {
            SEEN.remove(cache.folder()); // they cost space only; the next search tries again
        }
    }

    private static boolean remove(Path folder) {
        try {
            for (Path leftover : in(folder)) {
                Folder.delete(leftover);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> in(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.startsWith(DRAFT)
                        || name.startsWith(NPM)
                        || name.startsWith(VersionProbe.STAMP) && isOrphan(new FileFact(file))) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static boolean isOrphan(FileFact stamp) throws IOException {
        Optional<Path> subject = stamp.subject();
        return subject.isEmpty() || !Files.exists(subject.get(), LinkOption.NOFOLLOW_LINKS);
    }
}

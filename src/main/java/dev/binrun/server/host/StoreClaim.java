package dev.binrun.server.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * A note outside of a store that this JVM uses it. A lock inside the store disappears if the store is removed, while
 * the server still runs. The note lies in the home of this JVM, so it counts only while this JVM lives.
 */
public final class StoreClaim implements AutoCloseable {
    private static final String PREFIX = "claim-";

    private final Path file;

    private StoreClaim(Path file) {
        this.file = file;
    }

    /**
     * Returns the process id of the JVM of this user that claims a store; empty if none does.
     *
     * @param store a folder, which may be missing
     */
    public static OptionalLong holder(Path store) throws IOException {
        Path home = Reaper.ofThisJvm().home();
        String path = real(store).toString();
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(home.getParent(), StaleHomes.PREFIX + "*")) {
            for (Path other : homes) {
                OptionalLong holder = holder(other, path);
                if (holder.isPresent() && (other.equals(home) || isUsed(other))) {
                    return holder;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return OptionalLong.empty();
    }

    /** Claims a store for this JVM until the claim is closed. */
    public static StoreClaim make(Path store) throws IOException {
        Path file = Files.createTempFile(Reaper.ofThisJvm().home(), PREFIX, "");
        FileOwnership.ownerMayWrite(file);
        Files.writeString(file, ProcessHandle.current().pid() + "\n" + real(store));
        return new StoreClaim(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }

    private static OptionalLong holder(Path home, String store) throws IOException {
        try (DirectoryStream<Path> claims = Files.newDirectoryStream(home, PREFIX + "*")) {
            for (Path claim : claims) {
                String[] words = Files.readString(claim).split("\n", 2);
                if (words.length == 2 && words[1].equals(store)) {
                    return OptionalLong.of(Long.parseLong(words[0]));
                }
            }
        } catch (NoSuchFileException e) {
            return OptionalLong.empty(); // the other JVM removes its claim or its home
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return OptionalLong.empty();
    }

    /** Must not be called with this JVM's own home, because closing the channel would release the lock. */
    private static boolean isUsed(Path home) throws IOException {
        try (FileChannel channel = FileChannel.open(home.resolve(Reaper.LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true; // another class loader of this JVM holds it
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Resolves the links in a path whose folder may be missing. */
    private static Path real(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        return Files.exists(absolute) || absolute.getParent() == null
                ? absolute.toRealPath()
                : real(absolute.getParent()).resolve(absolute.getFileName());
    }
}

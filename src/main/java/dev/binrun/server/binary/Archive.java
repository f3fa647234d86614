package dev.binrun.server.binary;

import dev.binrun.server.host.UnusableSourceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar.gz or zip archive from which one file is extracted.
 *
 * @param file the archive
 * @param name the archive's own name, whose suffix is its format
 */
record Archive(Path file, String name) {

    /**
     * Extracts one entry.
     *
     * @param entryName the last part of the entry's path
     * @param target the file that receives the content; an existing file is replaced
     * @throws UnusableSourceException if the archive has no such entry, or the library for its format is missing
     */
    void extract(String entryName, Path target) throws UnusableSourceException, IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            if (!(name.endsWith(".zip") || name.endsWith(".whl")
                    ? unzip(in, entryName, target)
                    : untar(in, entryName, target))) {
                throw new UnusableSourceException(name + " contains no " + entryName);
            }
        } catch (NoClassDefFoundError e) {
            throw new UnusableSourceException(
                    name + " cannot be unpacked without org.apache.commons:commons-compress; add it to the class path",
                    e);
        }
    }

    private static boolean untar(InputStream in, String entryName, Path target) throws IOException {
        // the supertype's method has the same signature in every version of commons-compress
        try (ArchiveInputStream<?> tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
            for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry instanceof TarArchiveEntry tarred && tarred.isFile() && isNamed(entry.getName(), entryName)) {
                    Files.copy(tar, target, StandardCopyOption.REPLACE_EXISTING);
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean unzip(InputStream in, String entryName, Path target) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory() && isNamed(entry.getName(), entryName)) {
                    Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isNamed(String path, String name) {
        return path.equals(name) || path.endsWith("/" + name);
    }
}

package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IoReasonTest {
    @TempDir
    private Path folder;

    @Test
    void of_exceptionWithoutReason_describesItsClass() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertEquals(
                "there is no such file or folder",
                IoReason.of(assertThrows(IOException.class, () -> Files.readString(folder.resolve("nowhere")))));
        assertEquals(
                "a file is in the way",
                IoReason.of(assertThrows(IOException.class, () -> Files.createDirectories(file))));
        assertEquals("permission denied", IoReason.of(new AccessDeniedException("x")));
    }

    @Test
    void withPath_fileIsKnown_namesIt() {
        assertEquals("x: permission denied", IoReason.withPath(new AccessDeniedException("x")));
        assertEquals("no space left", IoReason.withPath(new IOException("no space left")));
    }

    @Test
    void of_otherException_isItsReasonOrMessage() {
        assertEquals("Read-only file system", IoReason.of(new FileSystemException("x", null, "Read-only file system")));
        assertEquals("no space left", IoReason.of(new IOException("no space left")));
        assertEquals("java.io.IOException", IoReason.of(new IOException()));
    }
}

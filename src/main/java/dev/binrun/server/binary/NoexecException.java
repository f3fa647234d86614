package dev.binrun.server.binary;

import dev.binrun.server.host.UnusableSourceException;
import java.nio.file.Path;

/** The files of a folder cannot be executed, because its file system is mounted with noexec. */
final class NoexecException extends UnusableSourceException {
    private static final long serialVersionUID = 1L;

    NoexecException(Path folder) {
        super(folder + " is on a file system that executes no file (mounted with noexec). Set BINRUN_CACHE to a folder"
                + " on another file system");
    }
}

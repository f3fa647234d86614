package dev.binrun.scenario;

import java.nio.file.Path;
import java.util.List;

/** Reads scenario files: every problem of every file at once, before anything is started. */
public final class ScenarioReader {
    private ScenarioReader() {}

    /**
     * Reads files and, in folders, every {@code .yaml}, {@code .yml} and {@code .json} file below, sorted.
     *
     * @throws java.io.UncheckedIOException if a path is not there or cannot be read
     */
    public static List<ScenarioFile> read(List<Path> paths) {
        return List.of();
    }
}

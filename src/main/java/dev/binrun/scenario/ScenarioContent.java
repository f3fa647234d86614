package dev.binrun.scenario;

import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.scenario.yaml.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a scenario file or standard input up to a size limit, because YAML of 100 MB takes gigabytes of memory. */
final class ScenarioContent {
    /** The path that stands for standard input. */
    static final Path STANDARD_INPUT = Path.of("-");

    private static final int MOST_MEGABYTES = 16;
    private static final int MOST_BYTES = MOST_MEGABYTES << 20;

    private ScenarioContent() {}

    /**
     * Reads a file.
     *
     * @param shown the name of the file in messages
     * @throws InvalidDocumentException if it is not a regular file, is too large, or is not UTF-8
     */
    static SourceText read(Path file, String shown) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            return decode(shown, System.in);
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw invalid(
                    shown,
                    "a scenario must be a regular file, this is a pipe, a device or another kind of file (to read"
                            + " standard input, use the path -)");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return decode(shown, in);
        }
    }

    private static SourceText decode(String shown, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw invalid(shown, "the file has more than " + MOST_MEGABYTES + " MB; split it up");
        }
        return SourceText.decode(shown, bytes);
    }

    private static InvalidDocumentException invalid(String shown, String message) {
        return new InvalidDocumentException(new Problem(new Place(shown, 1, 1), message, ""));
    }
}

package dev.binrun.server.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The signals that a process ignores because its parent did: in the background of a shell, or below {@code nohup}. */
public final class IgnoredSignals {
    private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

    private IgnoredSignals() {}

    /**
     * Returns whether a process ignores a signal; false if the operating system does not show it.
     *
     * @param signal {@code HUP}, {@code INT} or {@code TERM}
     */
    public static boolean include(String signal, long pid) throws IOException {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        long mask = 1L << NUMBERS.get(signal) - 1;
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & mask) != 0);
    }
}

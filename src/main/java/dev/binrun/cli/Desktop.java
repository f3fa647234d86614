package dev.binrun.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The user's desktop, which opens a file in the program for it.
 *
 * @param os the name of the operating system
 */
record Desktop(Map<String, String> variables, String os) {
    /** The variables of which a Linux desktop sets one; {@code xdg-open} also starts the program in {@code BROWSER}. */
    private static final List<String> LINUX = List.of("DISPLAY", "WAYLAND_DISPLAY", "BROWSER");

    /** Opens a file, and returns whether there is a desktop. */
    boolean open(Path file) {
        Optional<List<String>> command = command(file);
        if (command.isEmpty()) {
            return false;
        }
        try {
            new ProcessBuilder(command.get())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the command that opens a file; empty without a desktop. */
    Optional<List<String>> command(Path file) {
        String system = os.toLowerCase(Locale.ROOT);
        if (system.contains("windows")) {
            return Optional.of(List.of("cmd", "/c", "start", "", file.toString()));
        }
        if (system.contains("mac")) {
            return Optional.of(List.of("open", file.toString()));
        }
        return LINUX.stream().anyMatch(name -> !variables.getOrDefault(name, "").isEmpty())
                ? Optional.of(List.of("xdg-open", file.toString()))
                : Optional.empty();
    }
}

package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesktopTest {
    private static final Path FILE = Path.of("report.html");

    @ParameterizedTest
    @ValueSource(strings = {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"})
    void linux_withADesktop_usesXdgOpen(String variable) {
        assertEquals(Optional.of(List.of("xdg-open", "report.html")), command("Linux", Map.of(variable, "x")));
    }

    @Test
    void linux_withoutADesktop_hasNoCommand() {
        assertEquals(Optional.empty(), command("Linux", Map.of("DISPLAY", "")));
        assertFalse(new Desktop(Map.of(), "Linux").open(FILE));
    }

    @Test
    void mac_usesOpen() {
        assertEquals(Optional.of(List.of("open", "report.html")), command("Mac OS X", Map.of()));
    }

    @Test
    void windows_usesStart() {
        assertEquals(Optional.of(List.of("cmd", "/c", "start", "", "report.html")), command("Windows 11", Map.of()));
    }

    private static Optional<List<String>> command(String os, Map<String, String> variables) {
        return new Desktop(variables, os).command(FILE);
    }
}

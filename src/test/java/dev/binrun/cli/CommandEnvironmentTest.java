package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CommandEnvironmentTest {
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void live_toldToStop_leavesNoStatus() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LiveMain.class.getName())
                .start();
        try {
            InputStream out = process.getInputStream();
            String shown = "\u001B[?7lhalf way\u001B[?7h\r";
            assertEquals(shown, text(out.readNBytes(shown.length())));

            process.toHandle().destroy();

            assertTrue(process.waitFor(10, TimeUnit.SECONDS));
            assertEquals(128 + 15, process.exitValue());
            assertEquals("\r\u001B[J", text(out.readAllBytes()));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

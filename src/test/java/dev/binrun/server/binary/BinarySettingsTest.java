package dev.binrun.server.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BinarySettingsTest {
    private static final Pin PIN = Pin.forPlatform("linux-amd64");

    @Test
    void cache_byDefault_isInTheUsersHome() {
        Path home = Path.of(System.getProperty("user.home"));
        assertEquals(home.resolve(".cache/binrun"), new BinarySettings(Map.of("BINRUN_CACHE", "")).cache());
    }

    @Test
    void cache_ownVariableAndXdg_ownVariableWins() {
        Path xdg = Path.of("/x/xdg").toAbsolutePath();
        Path own = Path.of("/x/own").toAbsolutePath();
        assertEquals(xdg.resolve("binrun"), new BinarySettings(Map.of("XDG_CACHE_HOME", xdg.toString())).cache());
        assertEquals(
                own,
                new BinarySettings(Map.of("XDG_CACHE_HOME", xdg.toString(), "BINRUN_CACHE", own.toString())).cache());
    }

    @Test
    void archives_withoutMirror_areOnTheReleasePage() {
        assertEquals(
                URI.create("https://github.com/nats-io/nats-server/releases/download/v" + Pin.VERSION + "/"),
                new BinarySettings(Map.of()).archives(PIN));
    }

    @Test
    void archives_mirror_areInItsFolder() {
        for (String base : new String[] {"https://mirror/nats", "https://mirror/nats/"}) {
            assertEquals(
                    URI.create("https://mirror/nats/"),
                    new BinarySettings(Map.of("BINRUN_NATS_MIRROR", base)).archives(PIN));
        }
    }
}

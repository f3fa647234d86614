package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlaygroundSettingsTest {

    @Test
    void settings_noVariables_haveDefaults() {
        PlaygroundSettings settings = PlaygroundSettings.of(Map.of("BINRUN_PORT", ""));
        assertEquals(4222, settings.port());
        assertEquals(Path.of("store", "js").toAbsolutePath(), settings.storeDir());
        assertEquals(OptionalInt.empty(), settings.monitorPort());
        assertFalse(settings.serverLog());
        assertTrue(settings.page());
        assertEquals(OptionalInt.empty(), settings.pagePort());
        assertFalse(settings.readOnly());
    }

    @Test
    void everyVariable_isRead() {
        PlaygroundSettings settings = PlaygroundSettings.of(Map.of(
                "BINRUN_PORT", "-1",
                "BINRUN_STORE_DIR", "here/there",
                "BINRUN_MONITOR_PORT", "8222",
                "BINRUN_SERVER_LOG", "true",
                "BINRUN_UI", "false",
                "BINRUN_UI_PORT", "8000",
                "BINRUN_UI_READ_ONLY", "true"));
        assertEquals(-1, settings.port());
        assertEquals(Path.of("here", "there").toAbsolutePath(), settings.storeDir());
        assertEquals(OptionalInt.of(8222), settings.monitorPort());
        assertTrue(settings.serverLog());
        assertFalse(settings.page());
        assertEquals(OptionalInt.of(8000), settings.pagePort());
        assertTrue(settings.readOnly());
    }

    @ParameterizedTest
    @CsvSource({
        "BINRUN_PORT, 0, 'be a port from 1 to 65535, or -1 for any free one'",
        "BINRUN_PORT, 65536, 'be a port from 1 to 65535, or -1 for any free one'",
        "BINRUN_PORT, -2, 'be a port from 1 to 65535, or -1 for any free one'",
        "BINRUN_PORT, 4222x, 'be a port from 1 to 65535, or -1 for any free one'",
        "BINRUN_MONITOR_PORT, http, 'be a port from 1 to 65535, or -1 for any free one'",
        "BINRUN_MONITOR_PORT, 4222, be another port than BINRUN_PORT",
        "BINRUN_UI_PORT, 0, 'be a port from 1 to 65535, or -1 for any free one'",
        "BINRUN_UI_PORT, 4222, be another port than those of the server",
        "BINRUN_UI, no, be true or false",
        "BINRUN_UI_READ_ONLY, 1, be true or false",
        "BINRUN_SERVER_LOG, yes, be true or false"
    })
    void wrongValue_isAnErrorWithVariableRuleAndValue(String name, String value, String rule) {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> PlaygroundSettings.of(Map.of(name, value)));
        assertEquals(name + " must " + rule + ", was \"" + value + "\"", wrong.getMessage());
    }
}

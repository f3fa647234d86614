package dev.binrun.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys with Enter; a terminal whose keys need none is in {@code WatchTerminalTest}. */
class KeyboardTest {
    @Test
    void lines_areKeys() throws IOException {
        assertEquals(List.of((int) 'a', (int) 'f', Keyboard.ENTER, (int) 'q', Keyboard.END), keys("a\nfoo\n\nq"));
    }

    @Test
    void windowsLines_areKeys() throws IOException {
        assertEquals(List.of((int) 'a', Keyboard.ENTER, Keyboard.END), keys("a\r\n\r\n"));
    }

    @Test
    void lines_needEnter() {
        assertTrue(Keyboard.of(new ByteArrayInputStream(new byte[0])).needsEnter());
    }

    private static List<Integer> keys(String typed) throws IOException {
        List<Integer> keys = new ArrayList<>();
        try (Keyboard keyboard = Keyboard.of(new ByteArrayInputStream(typed.getBytes(StandardCharsets.US_ASCII)))) {
            do {
                keys.add(keyboard.read());
            } while (keys.get(keys.size() - 1) != Keyboard.END);
        }
        return keys;
    }
}

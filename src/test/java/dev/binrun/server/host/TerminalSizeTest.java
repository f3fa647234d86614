package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TerminalSizeTest {
    @Test
    void parse_rowsAndColumns_areTheSize() {
        assertEquals(new TerminalSize(50, 132), TerminalSize.parse("50 132\n"));
    }

    @Test
    void parse_somethingElse_isTheUsualSize() {
        for (String printed : new String[] {"", "0 0\n", "stty: invalid", "50\n"}) {
            assertEquals(TerminalSize.USUAL, TerminalSize.parse(printed), printed);
        }
    }
}

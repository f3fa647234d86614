package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SchemaCommandTest {
    private final FakeShell shell = new FakeShell();

    @Test
    void schema_isPrintedWithTheVerbsOfTheClassPath() {
        assertEquals(0, shell.execute("schema"));

        assertTrue(shell.out().contains("\"stream info\":"));
        assertTrue(shell.out().contains("\"place order\":"), "a verb of src/test/java/dev/binrun/example");
        assertEquals("", shell.err());
    }
}

package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaCommandTest {
    private final FakeShell shell = new FakeShell();

    @Test
    void schema_isPrintedAsItIsCommitted() throws IOException {
        assertEquals(0, shell.execute("schema"));

        assertEquals(Files.readString(Path.of("docs/scenario.schema.json")), shell.out());
        assertEquals("", shell.err());
    }
}

package dev.binrun.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

class GeneratedFileTest {
    @TempDir
    private Path folder;

    @Test
    @DisabledIfSystemProperty(named = "binrun.docs", matches = "write")
    void check_oldFile_failsWithTheFirstLineThatDiffersAndTheCommand() throws Exception {
        Path file = Files.writeString(folder.resolve("page.md"), "a\nb\n");
        GeneratedFile.check(file, "a\nb\n");

        AssertionFailedError error =
                assertThrows(AssertionFailedError.class, () -> GeneratedFile.check(file, "a\nb\nc\n"));

        assertEquals(
                file + ":3 is not current; run mvn test -Dtest=ScenarioReferenceTest,LanguageSchemaTest"
                        + " -Dbinrun.docs=write ==> expected: <c> but was: <(end of the file)>",
                error.getMessage());
    }
}

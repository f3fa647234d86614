package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.form.Library;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EngineLibrariesTest {
    @Test
    void librariesOfThisBuild_areNewEnough() {
        assertDoesNotThrow(EngineLibraries::require);
    }

    @Test
    void proposedVersions_areThoseOfThePom() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        for (Library library : EngineLibraries.ALL) {
            String property = "<" + library.artifact() + ".version>";
            assertTrue(
                    pom.contains(property + library.proposed() + "</")
                            || library.artifact().equals("hamcrest"),
                    property + library.proposed());
        }
    }

    @Test
    void oldestJnats_isInTheReadme() throws IOException {
        Library jnats = EngineLibraries.ALL.get(0);

        assertEquals("jnats", jnats.artifact());
        assertTrue(Files.readString(Path.of("README.md")).contains("| jnats | " + jnats.oldest() + " or newer |"));
    }
}

package dev.binrun.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file in docs/ that is generated from the code. */
public final class GeneratedFile {
    private static final String COMMAND =
            "mvn test -Dtest=ScenarioReferenceTest,LanguageSchemaTest -Dbinrun.docs=write";

    private GeneratedFile() {}

    /** Compares a file with its generated text, line by line; {@code -Dbinrun.docs=write} writes the file instead. */
    public static void check(Path file, String generated) throws IOException {
        if ("write".equals(System.getProperty("binrun.docs"))) {
            Files.writeString(file, generated);
            return;
        }
        List<String> now = generated.lines().toList();
        List<String> before = Files.readString(file).lines().toList();
        for (int i = 0; i < Math.max(now.size(), before.size()); i++) {
            assertEquals(line(now, i), line(before, i), file + ":" + (i + 1) + " is not current; run " + COMMAND);
        }
    }

    private static String line(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "(end of the file)";
    }
}

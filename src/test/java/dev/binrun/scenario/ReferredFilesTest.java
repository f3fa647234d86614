package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferredFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "order.json, true",
        "../keys/user.creds, true",
        "tls/ca.pem, true",
        "part-7.bin, true",
        "image.png, true",
        "from-matrix.txt, true",
        "my order.json, true",
        "other.json, false",
        "part-7.txt, false",
        "tls/order.json, false"
    })
    void mayName_filesInAnyText(String name, boolean named) throws IOException {
        ReferredFiles files = read("""
                matrix: { file: [from-matrix.txt] }
                server: { config: { tls: { ca_file: tls/ca.pem } } }
                clients: { me: { creds: ../keys/user.creds } }
                steps:
                  - pub: { subject: a, file: order.json }
                  - pub: { subject: a, file: "${matrix.file}" }
                  - pub: { subject: a, file: "part-${i}.bin", count: 9 }
                  - pub: { subject: a, file: my order.json }
                  - object put: images image.png
                """);

        assertEquals(named, files.mayName(folder.resolve(name).normalize()));
        assertTrue(files.isComplete());
    }

    @Test
    void templateWithoutText_namesNothing() throws IOException {
        assertFalse(read("data: \"${a}${b}\"").mayName(folder.resolve("any")));
    }

    @Test
    void secondDocument_counts() throws IOException {
        assertTrue(read("name: a\n---\nfile: b.txt").mayName(folder.resolve("b.txt")));
    }

    @ParameterizedTest
    @CsvSource({"steps: [, false", "'', false", "'name: a\n---\nsteps: {', false", "unknown: key, true"})
    void isComplete_ifTheTextIsYaml(String text, boolean complete) throws IOException {
        assertEquals(complete, read(text).isComplete());
    }

    @Test
    void missingFile_isNotComplete_andNamesNothing() {
        ReferredFiles files = ReferredFiles.of(folder.resolve("none.yaml"));

        assertFalse(files.isComplete());
        assertFalse(files.mayName(folder.resolve("none.yaml")));
    }

    private ReferredFiles read(String text) throws IOException {
        return ReferredFiles.of(Files.writeString(folder.resolve("scenario.yaml"), text));
    }
}

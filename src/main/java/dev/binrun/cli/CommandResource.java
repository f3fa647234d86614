package dev.binrun.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The texts that commands print or write; they are resources beside this class. */
final class CommandResource {
    private CommandResource() {}

    /** Returns the text of a resource. */
    static String text(String name) {
        try (InputStream in = CommandResource.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}

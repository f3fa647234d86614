package dev.binrun.server.binary;

import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes SHA-256 in lower-case hexadecimal. */
final class Sha256 {
    private Sha256() {}

    /** Returns the SHA-256 of a file's content. */
    static String of(Path file) throws IOException {
        MessageDigest digest = digest();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the SHA-256 of a text in UTF-8. */
    static String of(String text) {
        return HexFormat.of().formatHex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Checks the SHA-256 of a file.
     *
     * @param name the name of the file in the message
     * @throws UnusableSourceException if the SHA-256 is another one
     */
    static void check(Path file, String name, String expected) throws UnusableSourceException, IOException {
        String actual = of(file);
        if (!actual.equals(expected)) {
            throw new UnusableSourceException(
                    name + " must have SHA-256 " + expected + ", has " + actual + " (" + Files.size(file) + " bytes)");
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

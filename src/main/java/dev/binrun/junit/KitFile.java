package dev.binrun.junit;

import dev.binrun.server.host.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that an attribute names: a path that starts at the project's folder, or a resource on the class path. */
final class KitFile {
    private KitFile() {}

    /**
     * Returns the text of a file.
     *
     * @param source the test class, whose loader finds resources
     * @param attribute the attribute's name, for messages
     * @param place a path, or {@code classpath:} and the name of a resource
     * @throws IllegalArgumentException if there is no such file, or it cannot be read
     */
    static String text(Class<?> source, String attribute, String place) {
        try {
            return place.startsWith(ClassPathFiles.PREFIX)
                    ? resource(source, attribute, place)
                    : Files.readString(Path.of(place));
        } catch (IOException | InvalidPathException e) {
            String reason = e instanceof IOException io ? IoReason.of(io) : e.getMessage();
            throw new IllegalArgumentException(attribute + " = \"" + place + "\": " + reason + hint());
        }
    }

    /** Returns the end of a message about a file that does not exist. */
    static String hint() {
        return "; the path starts at " + Path.of("").toAbsolutePath() + "; write " + ClassPathFiles.PREFIX
                + " before the name of a resource";
    }

    /** Returns the place of a file that another file names, relative to the other one. */
    static String sibling(String place, String name) {
        return place.substring(0, Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\')) + 1) + name;
    }

    private static String resource(Class<?> source, String attribute, String place) throws IOException {
        String name = place.substring(ClassPathFiles.PREFIX.length()).replaceFirst("^/", "");
        try (InputStream in = source.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException(attribute + " = \"" + place
                        + "\": the class path has no such resource; put it at src/test/resources/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

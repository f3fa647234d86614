package dev.binrun.junit;

import dev.binrun.scenario.ScenarioFile;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.Reaper;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Resources on the class path as files, because scenarios name files beside them. Resources in a JAR are copied to a
 * folder that is removed when this JVM ends.
 */
final class ClassPathFiles {
    /** The begin of a place on the class path. */
    static final String PREFIX = "classpath:";

    private final ClassLoader loader;
    private final Map<Path, String> names = new LinkedHashMap<>();

    /** @param loader finds the resources */
    ClassPathFiles(ClassLoader loader) {
        this.loader = loader;
    }

    /** Returns the resources of the class loader of this thread, which test frameworks set. */
    static ClassPathFiles ofThisThread() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return new ClassPathFiles(ofThread == null ? ClassPathFiles.class.getClassLoader() : ofThread);
    }

    /** Returns the place of a scenario file on the class path; empty for another file. */
    static Optional<String> resource(ScenarioFile file) {
        return file.scenarios().stream()
                .map(scenario -> scenario.place().path())
                .filter(path -> path.startsWith(PREFIX))
                .findFirst();
    }

    /** Returns the URI by which JUnit names a resource. */
    static URI uri(String place) {
        try {
            return new URI("classpath", "/" + place.substring(PREFIX.length()), null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the files or folders of a place. Only a folder can have several, in several parts of the class path.
     *
     * @param place a path, or {@code classpath:} and the name of a resource
     * @throws IllegalArgumentException if there is no such resource, or it cannot be read
     */
    List<Path> find(String place) {
        if (!place.startsWith(PREFIX)) {
            return List.of(Path.of(place));
        }
        String name = place.substring(PREFIX.length()).replaceAll("^/+|/+$", "");
        try {
            List<Path> found = new ArrayList<>();
            for (URL url : Collections.list(loader.getResources(name))) {
                Path path = path(url, name, place);
                if (found.isEmpty() || Files.isDirectory(path)) {
                    found.add(path);
                    names.put(path, PREFIX + name);
                }
            }
            if (found.isEmpty()) {
                throw new IllegalArgumentException(place + ": the class path has no such file or folder; put it at"
                        + " src/test/resources/" + name);
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException(place + ": " + IoReason.of(e), e);
        }
    }

    private static Path path(URL url, String name, String place) throws IOException {
        try {
            if (url.getProtocol().equals("file")) {
                return Path.of(url.toURI());
            }
            if (url.openConnection() instanceof JarURLConnection entry
                    && entry.getJarFileURL().getProtocol().equals("file")) {
                return copied(Path.of(entry.getJarFileURL().toURI()), name);
            }
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
        throw new IllegalArgumentException(
                place + ": the class path has it at " + url + "; only folders and JAR files can have scenarios");
    }

    /** Returns the name of a file in messages: its place on the class path, or its path. */
    String shown(Path file) {
        return names.entrySet().stream()
                .filter(found -> file.startsWith(found.getKey()))
                .map(found -> found.getValue() + below(found.getKey(), file))
                .findFirst()
                .orElseGet(() -> slashes(file));
    }

    private static String below(Path folder, Path file) {
        return folder.equals(file) ? "" : "/" + slashes(folder.relativize(file));
    }

    private static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }

    /** Copies a folder, or a file with everything beside and below it. */
    private static Path copied(Path jar, String name) throws IOException {
        Path copy = Reaper.ofThisJvm().createFolder("scenarios-");
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            Path resource = entries.getPath("/").resolve(name);
            Path folder = Files.isDirectory(resource) ? resource : resource.getParent();
            try (Stream<Path> below = Files.walk(folder)) {
                for (Path entry : (Iterable<Path>) below.filter(Files::isRegularFile)::iterator) {
                    copy(
                            entry,
                            copy.resolve(folder.relativize(entry).toString()).normalize(),
                            copy);
                }
            }
            return copy.resolve(folder.relativize(resource).toString()).normalize();
        }
    }

    private static void copy(Path entry, Path to, Path folder) throws IOException {
        if (to.startsWith(folder) && !to.toString().endsWith(".class")) {
            Files.createDirectories(to.getParent());
            Files.copy(entry, to);
        }
    }
}

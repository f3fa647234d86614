package dev.binrun.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The compiled classes of a program, by the names of their top-level classes, and the classes that each names. */
final class OwnClasses {
    private static final String ENDING = ".class";

    /** Descriptors and signatures too contain names in this form. */
    private static final Pattern NAME = Pattern.compile("\\w+(?:/\\w+)+");

    private final Map<String, Set<String>> named = new HashMap<>();

    /** Adds the classes in a folder or JAR. A class that is known is replaced. */
    void add(Path folderOrJar) throws IOException {
        if (Files.isDirectory(folderOrJar)) {
            addBelow(folderOrJar);
        } else if (Files.exists(folderOrJar)) {
            try (FileSystem jar = FileSystems.newFileSystem(folderOrJar)) {
                addBelow(jar.getPath("/"));
            }
        }
    }

    private void addBelow(Path root) throws IOException {
        Map<String, Set<String>> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
                String name = root.relativize(file).toString().replace('\\', '/');
                found.computeIfAbsent(topLevel(name), top -> new HashSet<>()).addAll(names(Files.readAllBytes(file)));
            }
        }
        named.putAll(found);
    }

    /** Returns the qualified name of the top-level class in a class or source file. */
    static String topLevel(String file) {
        return file.replaceFirst("(\\$.*)?\\.(class|java)$", "")
                .replace('/', '.')
                .replace('\\', '.');
    }

    private static Set<String> names(byte[] classFile) {
        Matcher matcher = NAME.matcher(new String(classFile, StandardCharsets.ISO_8859_1));
        return matcher.results().map(result -> result.group().replace('/', '.')).collect(Collectors.toSet());
    }

    /** Returns whether a class is known. */
    boolean has(String topLevel) {
        return named.containsKey(topLevel);
    }

    /** Returns the classes that name one of these classes. */
    Set<String> naming(Set<String> classes) {
        return named.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(name -> isOneOf(name, classes)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** In a class file, the letters of a descriptor or of a length can precede a name. */
    private static boolean isOneOf(String name, Set<String> classes) {
        return classes.stream()
                .anyMatch(candidate ->
                        name.endsWith(candidate) && name.indexOf('.') >= name.length() - candidate.length());
    }
}

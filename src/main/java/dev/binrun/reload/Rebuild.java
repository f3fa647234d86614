package dev.binrun.reload;

import dev.binrun.server.host.Folder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Compiles the changed sources of a running program, and the sources that depend on them, into a JAR that precedes the
 * program's class path.
 *
 * <p>Each build has a JAR of its own, because a program still loads classes while it stops. An open JAR can be removed.
 */
public final class Rebuild implements AutoCloseable {
    private static final String JAVA = ".java";

    /** If more sources depend on a change, all are compiled. */
    private static final int MOST_PARTS = 3;

    private final SourceCompiler compiler;
    private final Path sources;
    private final List<Path> classPath;
    private final Path own;
    private final Path folder;
    private final Path classes;
    private final OwnClasses known = new OwnClasses();
    private final Set<Path> unusedFolders;
    private final Set<Path> pending = new TreeSet<>();
    private Optional<Path> newest = Optional.empty();
    private int number;

    /**
     * The result of a build.
     *
     * @param errors each with its place; empty if the build succeeded
     * @param compiled the number of compiled sources
     */
    public record Built(List<String> errors, int compiled) {}

    /** The sources cannot be compiled. */
    public static final class NoCompilerException extends Exception {
        private static final long serialVersionUID = 1;

        NoCompilerException() {
            super("this Java has no compiler: " + System.getProperty("java.home") + " (version "
                    + System.getProperty("java.version") + "); use a JDK");
        }
    }

    private Rebuild(SourceCompiler compiler, Path sources, List<Path> classPath, Path own, Path folder)
            throws IOException {
        this.compiler = compiler;
        this.sources = sources;
        this.classPath = List.copyOf(classPath);
        this.own = own;
        this.folder = folder;
        this.classes = Files.createDirectories(folder.resolve("classes"));
        known.add(own);
        this.unusedFolders = unusedFolders();
    }

    /**
     * Prepares builds, and compiles nothing.
     *
     * @param sources the folder of the default package
     * @param classPath of the running program
     * @param own the entry of the class path with the program's own classes
     * @param folder an empty folder for the results
     */
    public static Rebuild of(Path sources, List<Path> classPath, Path own, Path folder)
            throws IOException, NoCompilerException {
        return new Rebuild(compiler(), sources, classPath, own, folder);
    }

    /** A Java runtime may even lack the types of the compiler's API. */
    private static SourceCompiler compiler() throws NoCompilerException {
        try {
            return SourceCompiler.ofThisJvm().orElseThrow(NoCompilerException::new);
        } catch (NoClassDefFoundError e) {
            throw new NoCompilerException();
        }
    }

    /** Removes the results of all builds. A program that has opened them keeps them. */
    @Override
    public void close() throws IOException {
        compiler.close();
        Folder.delete(folder);
    }

    /** Returns the class path of the program with the newest classes. */
    public List<Path> classPath() {
        return Stream.concat(newest.stream(), classPath.stream()).toList();
    }

    /** Returns whether the program contains the classes of a source, so that a change of it matters. */
    public boolean isUsed(Path source) {
        return source.toString().endsWith(JAVA)
                && source.startsWith(sources)
                && !unusedFolders.contains(source.getParent());
    }

    /** Returns the sources that were changed after they had been compiled. */
    public Set<Path> stale() throws IOException {
        Set<Path> stale = new TreeSet<>();
        for (Path source : used()) {
            Path compiled = Files.isDirectory(own)
                    ? own.resolve(sources.relativize(source).toString().replaceFirst("\\.java$", ".class"))
                    : own;
            if (Files.exists(compiled) && modified(source).compareTo(modified(compiled)) > 0) {
                stale.add(source);
            }
        }
        return stale;
    }

    private static FileTime modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    /**
     * Compiles changed and deleted sources, those that failed before, and those that depend on them. After errors, the
     * class path stays as it is.
     */
    public Built build(Set<Path> changed) throws IOException {
        pending.addAll(changed);
        boolean deleted = pending.stream().anyMatch(source -> !Files.exists(source));
        Path output = folder.resolve("build-" + ++number);
        try {
            Built built = deleted ? all(output) : dependents(output);
            if (built.errors().isEmpty()) {
                pending.clear();
                adopt(output);
            }
            return built;
        } finally {
            Folder.delete(output);
        }
    }

    /** Compiles all sources without the program's earlier classes, which would hide that one was deleted. */
    private Built all(Path output) throws IOException {
        List<Path> used = used();
        List<Path> libraries =
                classPath.stream().filter(entry -> !entry.equals(own)).toList();
        return new Built(compile(used, libraries, output), used.size());
    }

    private Built dependents(Path output) throws IOException {
        Set<Path> files = new TreeSet<>(pending);
        while (true) {
            List<String> errors = compile(files, classPath(), output);
            if (!errors.isEmpty()) {
                return new Built(errors, files.size());
            }
            Set<Path> more = affected(files, output);
            if (files.containsAll(more)) {
                return new Built(List.of(), files.size());
            }
            files.addAll(more);
            if (files.size() > used().size() / MOST_PARTS) {
                return all(output);
            }
        }
    }

    private List<String> compile(Collection<Path> files, List<Path> against, Path output) throws IOException {
        Folder.delete(output);
        Files.createDirectories(output);
        return compiler.compile(files, against, output);
    }

    /** Returns the sources that depend on classes whose shape has changed; all if a constant has changed. */
    private Set<Path> affected(Set<Path> files, Path output) throws IOException {
        Set<String> names = files.stream().map(this::className).collect(Collectors.toSet());
        Map<String, ClassShape> before = shapes(names, classPath());
        Map<String, ClassShape> now = shapes(
                names, Stream.concat(Stream.of(output), classPath().stream()).toList());
        Set<String> different = new HashSet<>(names);
        different.removeIf(name -> before.get(name).equals(now.get(name)) || !known.has(name));
        if (different.isEmpty()) {
            return Set.of();
        }
        if (different.stream()
                .anyMatch(name ->
                        !now.get(name).constants().containsAll(before.get(name).constants()))) {
            return Set.copyOf(used());
        }
        return known.naming(withSubtypes(different)).stream()
                .map(this::source)
                .filter(Files::exists)
                .collect(Collectors.toSet());
    }

    /** A class has the members of its supertypes, so a class that uses them names only the subtype. */
    private Set<String> withSubtypes(Set<String> different) {
        Set<String> all = new HashSet<>(different);
        for (Set<String> found = different; !found.isEmpty(); ) {
            Set<String> candidates = known.naming(found);
            candidates.removeAll(all);
            Map<String, ClassShape> shapes = shapes(candidates, classPath());
            found = candidates.stream()
                    .filter(name -> shapes.get(name).supertypes().stream()
                            .anyMatch(parent -> all.stream().anyMatch(top -> (parent + ".").startsWith(top + "."))))
                    .collect(Collectors.toSet());
            all.addAll(found);
        }
        return all;
    }

    private Map<String, ClassShape> shapes(Set<String> names, List<Path> against) {
        return compiler.elements(against, elements -> {
            Map<String, ClassShape> shapes = new HashMap<>();
            names.forEach(name -> shapes.put(name, ClassShape.of(elements, name)));
            return shapes;
        });
    }

    private void adopt(Path output) throws IOException {
        known.add(output);
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = classes.resolve(output.relativize(file));
                Files.createDirectories(target.getParent());
                Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        newest = Optional.of(jar(folder.resolve("classes-" + number + ".jar")));
    }

    private Path jar(Path target) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                ZipOutputStream jar = new ZipOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            jar.setLevel(Deflater.NO_COMPRESSION);
            for (Path found : files.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(
                        new ZipEntry(classes.relativize(found).toString().replace('\\', '/')));
                Files.copy(found, jar);
                jar.closeEntry();
            }
        }
        return target;
    }

    /** Returns the folders whose sources the program does not have, such as those for a framework that it lacks. */
    private Set<Path> unusedFolders() throws IOException {
        Map<Path, List<Path>> folders = files().stream().collect(Collectors.groupingBy(Path::getParent));
        return folders.entrySet().stream()
                .filter(entry -> entry.getValue().stream().noneMatch(file -> known.has(className(file))))
                .filter(entry -> entry.getValue().stream().anyMatch(file -> !file.endsWith("package-info.java")))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private List<Path> used() throws IOException {
        return files().stream().filter(this::isUsed).toList();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(JAVA)).sorted().toList();
        }
    }

    private String className(Path source) {
        return OwnClasses.topLevel(sources.relativize(source).toString());
    }

    private Path source(String className) {
        return sources.resolve(className.replace('.', '/') + JAVA);
    }
}

package dev.binrun.junit;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Finds members of libraries that compiled classes use and that a class loader lacks. */
final class Linkage {
    private static final Pattern REFERENCE = Pattern.compile(
            "= (?:(?:Interface)?Method|Field)ref .*// ([\\w/$]+)\\.\"?(<?[\\w$]+>?)\"?:(\\S+)|= Class .*// ([\\w/$]+)$");

    private Linkage() {}

    /**
     * Returns the members of libraries that class files use and that the loader lacks.
     *
     * @param wanted selects class files by their names
     * @param owners selects libraries by their packages
     */
    static Set<String> missing(Path classes, Predicate<String> wanted, Path scratch, Pattern owners, ClassLoader loader)
            throws IOException {
        Path listing = scratch.resolve("javap.txt");
        try (PrintStream out = new PrintStream(Files.newOutputStream(listing));
                Stream<Path> files = Files.walk(classes)) {
            String[] arguments = Stream.concat(
                            Stream.of("-v"),
                            files.filter(file -> file.toString().endsWith(".class"))
                                    .filter(file ->
                                            wanted.test(file.getFileName().toString()))
                                    .map(Path::toString))
                    .toArray(String[]::new);
            ToolProvider.findFirst("javap").orElseThrow().run(out, out, arguments);
        }
        Set<String> missing = new TreeSet<>();
        try (Stream<String> lines = Files.lines(listing)) {
            lines.map(REFERENCE::matcher)
                    .forEach(line -> line.results()
                            .filter(found -> owners.matcher(owner(found)).lookingAt())
                            .filter(found -> !has(found, loader))
                            .forEach(found -> missing.add(owner(found) + "." + found.group(2) + found.group(3))));
        }
        return missing;
    }

    private static String owner(MatchResult found) {
        return (found.group(1) == null ? found.group(4) : found.group(1)).replace('/', '.');
    }

    private static boolean has(MatchResult found, ClassLoader loader) {
        try {
            Class<?> owner = Class.forName(owner(found), false, loader);
            return found.group(2) == null || has(owner, found.group(2), found.group(3));
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return false;
        }
    }

    private static boolean has(Class<?> type, String name, String descriptor) {
        if (type == null) {
            return false;
        }
        boolean declared = descriptor.startsWith("(")
                ? signatures(type).contains(name + descriptor)
                : Arrays.stream(type.getDeclaredFields()).map(Field::getName).anyMatch(name::equals);
        return declared
                || has(type.getSuperclass(), name, descriptor)
                || Arrays.stream(type.getInterfaces()).anyMatch(parent -> has(parent, name, descriptor))
                || type.isInterface() && has(Object.class, name, descriptor);
    }

    private static List<String> signatures(Class<?> type) {
        return Stream.concat(
                        Arrays.stream(type.getDeclaredMethods())
                                .map(method -> method.getName()
                                        + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                                                .descriptorString()),
                        Arrays.stream(type.getDeclaredConstructors())
                                .map(constructor -> "<init>"
                                        + MethodType.methodType(void.class, constructor.getParameterTypes())
                                                .descriptorString()))
                .toList();
    }
}

package dev.binrun.junit;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds members of libraries that compiled classes use and that a class loader lacks. */
final class Linkage {
    private static final Pattern REFERENCE = Pattern.compile(
            "= (?:(?:Interface)?Method|Field)ref .*// ([\\w/$]+)\\.\"?(<?[\\w$]+>?)\"?:(\\S+)|= Class .*// ([\\w/$]+)$");

    private final Set<Member> used;

    private Linkage(Set<Member> used) {
        this.used = used;
    }

    /** A class, or one of its methods or fields. */
    private record Member(String owner, String name, String descriptor) {
        static Member of(MatchResult found) {
            String owner = found.group(1) == null ? found.group(4) : found.group(1);
            return new Member(
                    owner.replace('/', '.'),
                    Objects.requireNonNullElse(found.group(2), ""),
                    Objects.requireNonNullElse(found.group(3), ""));
        }

        boolean isIn(ClassLoader loader) {
            try {
                Class<?> type = Class.forName(owner, false, loader);
                return name.isEmpty() || has(type, name, descriptor);
            } catch (ClassNotFoundException | NoClassDefFoundError e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return owner + "." + name + descriptor;
        }
    }

    /**
     * Reads the class files in a folder.
     *
     * @param wanted selects class files by their names
     */
    static Linkage of(Path classes, Predicate<String> wanted, Path scratch) throws IOException {
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
        try (Stream<String> lines = Files.lines(listing)) {
            return new Linkage(lines.flatMap(line -> REFERENCE.matcher(line).results())
                    .map(Member::of)
                    .collect(Collectors.toSet()));
        }
    }

    /** Returns the members of these packages that the class files use and that the loader lacks. */
    Set<String> missing(Pattern owners, ClassLoader loader) {
        return used.stream()
                .filter(member -> owners.matcher(member.owner()).lookingAt())
                .filter(member -> !member.isIn(loader))
                .map(Member::toString)
                .collect(Collectors.toCollection(TreeSet::new));
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

package dev.binrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.Test;

/** The public API: the types with {@link API}, as docs/public-api.md lists them, and the types that they expose. */
class PublicApiTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Path PAGE = Path.of("docs", "public-api.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(dev\\.binrun\\.[\\w.]+)` \\| (\\w+) \\|");
    private static final Pattern ENTRY = Pattern.compile("(?m)^- `(dev\\.binrun\\.[\\w.]+)`");
    private static final Set<Status> PUBLIC = Set.of(Status.STABLE, Status.EXPERIMENTAL);
    private static final List<String> ALLOWED =
            List.of("java.", "io.nats.", "org.junit.", "org.apiguardian.", "io.quarkus.test.", "io.micronaut.test.");

    private final Set<Class<?>> marked = types().filter(PublicApiTest::isMarked).collect(Collectors.toSet());

    @Test
    void page_listsTheMarkedTypes() {
        Map<String, String> expected = new TreeMap<>();
        marked.forEach(
                type -> expected.put(type.getCanonicalName(), status(type).name()));
        Map<String, String> listed = ROW.matcher(read(PAGE))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2), (one, other) -> one, TreeMap::new));

        assertEquals(lines(expected), lines(listed), "the marked types, and the tables of " + PAGE);
    }

    @Test
    void markedTypes_arePublic() {
        assertFalse(marked.isEmpty());
        for (Class<?> type : marked) {
            assertTrue(Modifier.isPublic(type.getModifiers()), type + " is not public");
        }
    }

    @Test
    void markedTypes_exposeOnlyMarkedTypes() {
        Set<String> exposed = new TreeSet<>();
        for (Class<?> type : marked) {
            exposures(type, exposed);
        }

        assertEquals("", String.join("\n", exposed), "types that the public API must not expose");
    }

    /** The entry types are those that a user starts from. */
    @Test
    void entryTypes_haveAnExample() {
        List<String> entries =
                ENTRY.matcher(read(PAGE)).results().map(found -> found.group(1)).toList();
        assertFalse(entries.isEmpty());
        for (String entry : entries) {
            String source = read(SOURCES.resolve(entry.replace('.', '/') + ".java"));
            String comment = source.substring(0, source.indexOf("@API("));
            assertTrue(comment.contains("<pre>{@code"), entry + " needs an example in its class comment");
        }
    }

    @Test
    void exposures_planted_areFound() {
        Set<String> found = new TreeSet<>();
        exposures(Leaking.class, found);

        assertEquals("""
                Leaking: extends ArrayList: com.google.gson.JsonArray
                Leaking: method bound: com.google.gson.JsonArray
                Leaking: method generic: com.google.gson.JsonObject
                Leaking: method itself: dev.binrun.PublicApiTest.Leaking
                Leaking: method takes: com.google.gson.JsonElement
                Leaking: nested: dev.binrun.PublicApiTest.Leaking.Nested""", String.join("\n", found));
    }

    private void exposures(Class<?> type, Set<String> found) {
        String name = type.getSimpleName();
        for (Type parent : parents(type)) {
            add(name + ": extends " + simple(parent), parent, found);
        }
        for (TypeVariable<?> variable : type.getTypeParameters()) {
            add(name + ": <" + variable.getName() + ">", variable, found);
        }
        for (Field field : type.getDeclaredFields()) {
            if (isExposed(field, field)) {
                add(name + ": field " + field.getName(), field.getGenericType(), found);
            }
        }
        for (Executable executable : executables(type)) {
            if (isExposed(executable, executable)) {
                executable(name, executable, found);
            }
        }
        for (Class<?> nested : type.getDeclaredClasses()) {
            if (isExposed(nested.getModifiers(), false, nested) && !isMarked(nested)) {
                found.add(name + ": nested: " + nested.getCanonicalName());
            }
        }
    }

    private void executable(String owner, Executable executable, Set<String> found) {
        String member =
                owner + ": " + (executable instanceof Constructor ? "constructor" : "method " + executable.getName());
        List<Type> types = new ArrayList<>(List.of(executable.getGenericParameterTypes()));
        types.addAll(List.of(executable.getGenericExceptionTypes()));
        types.addAll(List.of(executable.getTypeParameters()));
        if (executable instanceof Method method) {
            types.add(method.getGenericReturnType());
        }
        types.forEach(type -> add(member, type, found));
    }

    private static List<Type> parents(Class<?> type) {
        List<Type> parents = new ArrayList<>(List.of(type.getGenericInterfaces()));
        if (type.getGenericSuperclass() != null) {
            parents.add(type.getGenericSuperclass());
        }
        return parents;
    }

    private static List<Executable> executables(Class<?> type) {
        List<Executable> all = new ArrayList<>(List.of(type.getDeclaredMethods()));
        all.addAll(List.of(type.getDeclaredConstructors()));
        return all;
    }

    private static boolean isExposed(Member member, AnnotatedElement annotated) {
        return isExposed(member.getModifiers(), member.isSynthetic(), annotated);
    }

    private static boolean isExposed(int modifiers, boolean synthetic, AnnotatedElement annotated) {
        API api = annotated.getAnnotation(API.class);
        boolean internal = api != null && api.status() == Status.INTERNAL;
        return (Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers)) && !synthetic && !internal;
    }

    private void add(String where, Type type, Set<String> found) {
        classes(type, new HashSet<>())
                .filter(used -> !isAllowed(used))
                .forEach(used -> found.add(where + ": " + used.getCanonicalName()));
    }

    private boolean isAllowed(Class<?> used) {
        return used.isPrimitive() || marked.contains(used) || ALLOWED.stream().anyMatch(used.getName()::startsWith);
    }

    /** Returns all classes in a type. */
    private static Stream<Class<?>> classes(Type type, Set<Type> seen) {
        if (!seen.add(type)) {
            return Stream.of();
        }
        if (type instanceof Class<?> plain) {
            return Stream.of(plain.isArray() ? plain.getComponentType() : plain);
        }
        if (type instanceof ParameterizedType composed) {
            return Stream.concat(
                    classes(composed.getRawType(), seen),
                    Arrays.stream(composed.getActualTypeArguments()).flatMap(part -> classes(part, seen)));
        }
        if (type instanceof WildcardType wildcard) {
            return Stream.concat(Arrays.stream(wildcard.getUpperBounds()), Arrays.stream(wildcard.getLowerBounds()))
                    .flatMap(bound -> classes(bound, seen));
        }
        return type instanceof TypeVariable<?> variable
                ? Arrays.stream(variable.getBounds()).flatMap(bound -> classes(bound, seen))
                : classes(((GenericArrayType) type).getGenericComponentType(), seen);
    }

    private static String simple(Type type) {
        Type raw = type instanceof ParameterizedType composed ? composed.getRawType() : type;
        return ((Class<?>) raw).getSimpleName();
    }

    private static boolean isMarked(Class<?> type) {
        return PUBLIC.contains(status(type));
    }

    private static Status status(Class<?> type) {
        API api = type.getDeclaredAnnotation(API.class);
        return api == null ? Status.INTERNAL : api.status();
    }

    /** Returns the types of the main code that name the annotation, with their nested types. */
    private static Stream<Class<?>> types() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files
                    .filter(file ->
                            file.toString().endsWith(".java") && read(file).contains("@API("))
                    .map(file -> SOURCES.relativize(file).toString().replaceAll("\\.java$", ""))
                    .map(name -> load(name.replaceAll("[/\\\\]", ".")))
                    .flatMap(type -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String lines(Map<String, String> types) {
        return types.entrySet().stream()
                .map(type -> type.getKey() + " " + type.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A type that exposes what it must not. */
    public static final class Leaking extends ArrayList<com.google.gson.JsonArray> {
        private static final long serialVersionUID = 1L;

        /** A nested type. */
        public record Nested() {}

        @API(status = Status.INTERNAL)
        public com.google.gson.JsonNull internal() {
            return null;
        }

        public void takes(com.google.gson.JsonElement[] values) {}

        public Map<String, List<? extends com.google.gson.JsonObject>> generic() {
            return Map.of();
        }

        public <T extends com.google.gson.JsonArray> void bound(T value) {}

        public Leaking itself() {
            return this;
        }
    }
}

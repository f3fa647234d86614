package dev.binrun.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * A parameter that the kit injects.
 *
 * @param value the kind of value; empty if {@link Nats} is on a type that the kit does not know
 */
record KitParameter(Parameter parameter, Optional<KitValue> value, Optional<Nats> nats) {
    /** Annotations that only describe a value; no extension provides it. */
    private static final Set<String> DESCRIBING = Set.of("NonNull", "Nonnull", "NotNull", "Nullable");

    /** Returns empty for a parameter that is left to other extensions. */
    static Optional<KitParameter> of(Parameter parameter) {
        Optional<Nats> nats = Optional.ofNullable(parameter.getAnnotation(Nats.class));
        Optional<KitValue> value = KitValue.of(parameter.getType());
        boolean foreign = Arrays.stream(parameter.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> !DESCRIBING.contains(type.getSimpleName()));
        return nats.isPresent() || value.isPresent() && !foreign
                ? Optional.of(new KitParameter(parameter, value, nats))
                : Optional.empty();
    }

    static Stream<KitParameter> of(Executable executable) {
        return Arrays.stream(executable.getParameters()).flatMap(parameter -> of(parameter).stream());
    }

    /** Returns whether a method of a test class, or of an enclosing class, has {@link NatsChecks}. */
    static boolean haveChecks(Class<?> testClass) {
        return KitDeclarations.withOuterClasses(testClass).stream()
                .flatMap(type ->
                        ReflectionSupport.findMethods(type, all -> true, HierarchyTraversalMode.TOP_DOWN).stream())
                .flatMap(method -> Arrays.stream(method.getParameterTypes()))
                .anyMatch(type -> type == NatsChecks.class);
    }

    /** Returns the name of the server; empty for the default. */
    String server() {
        return nats.map(choice -> isOnServer() ? choice.server() : choice.value())
                .orElse("");
    }

    /** Returns the name of the stream, consumer, bucket or object store. */
    String name() {
        return nats.map(Nats::value).filter(name -> isOnServer()).orElse("");
    }

    boolean isOnServer() {
        return value.filter(KitValue::isOnServer).isPresent();
    }

    /**
     * Checks the annotation.
     *
     * @throws IllegalArgumentException if it contradicts the type
     */
    void check() {
        KitValue kind = value.orElseThrow(() -> new IllegalArgumentException("@Nats cannot inject a "
                + parameter.getType().getName() + "; use a type that @EmbeddedNats lists, or remove @Nats"));
        if (!kind.isOnServer()
                && nats.filter(choice -> !choice.server().isEmpty()).isPresent()) {
            throw new IllegalArgumentException("server = \"" + nats.get().server() + "\" is for what a server contains;"
                    + " write @Nats(\"" + nats.get().server() + "\")");
        }
        if (kind.isOnServer() && name().isEmpty()) {
            throw new IllegalArgumentException(
                    "the name of the " + kind.word() + " is missing; write @Nats(\"" + example(kind) + "\")");
        }
        if (kind == KitValue.CONSUMER && !name().matches("[^/]+/[^/]+")) {
            throw new IllegalArgumentException(
                    "@Nats(\"" + name() + "\") names no consumer; write @Nats(\"" + example(kind) + "\")");
        }
    }

    private static String example(KitValue kind) {
        return switch (kind) {
            case STREAM -> "ORDERS";
            case CONSUMER -> "ORDERS/worker";
            default -> "prices";
        };
    }

    /** Returns the test class, the method and the parameter, for messages. */
    String place(Class<?> testClass) {
        Executable executable = parameter.getDeclaringExecutable();
        String method = executable instanceof java.lang.reflect.Method ? "." + executable.getName() : " (constructor)";
        return testClass.getSimpleName() + method + ", parameter "
                + (parameter.isNamePresent() ? parameter.getName() : position(executable)) + " ("
                + parameter.getType().getSimpleName() + ")";
    }

    private int position(Executable executable) {
        return Arrays.asList(executable.getParameters()).indexOf(parameter) + 1;
    }
}

package dev.binrun.junit;

import dev.binrun.form.Nearest;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** The embedded servers of a test by name. A nearer declaration replaces one of the same name. */
final class KitDeclarations {
    private final Map<String, KitDeclaration> byName = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private final Optional<KitFramework> framework;

    private KitDeclarations(Class<?> testClass) {
        framework = KitFramework.of(testClass);
    }

    /**
     * Returns the declarations for a method of a test class: its own, those of the class, and of the enclosing classes.
     *
     * @param method empty for the class itself
     * @param instances the known instances of the class and its enclosing classes
     */
    static KitDeclarations of(Class<?> testClass, Optional<Method> method, List<Object> instances) {
        KitDeclarations all = new KitDeclarations(testClass);
        for (Class<?> type : withOuterClasses(testClass)) {
            all.add(all.ofClass(type, instances));
        }
        method.ifPresent(test -> all.add(all.ofMethod(testClass, test)));
        return all;
    }

    /** Returns a nested class after its outer class; a nested class inherits the servers. */
    static List<Class<?>> withOuterClasses(Class<?> testClass) {
        List<Class<?>> classes = new ArrayList<>();
        if (AnnotationSupport.isAnnotated(testClass, Nested.class) && testClass.getEnclosingClass() != null) {
            classes.addAll(withOuterClasses(testClass.getEnclosingClass()));
        }
        classes.add(testClass);
        return classes;
    }

    Collection<KitDeclaration> all() {
        return byName.values();
    }

    /** Returns contradictions between declarations at one place. */
    List<String> problems() {
        return problems;
    }

    /**
     * Returns the server of a name. Without a name, returns the server without a name, or the only one.
     *
     * @throws IllegalArgumentException if there is no such server, or several are possible
     */
    KitDeclaration select(String name) {
        if (name.isEmpty() && byName.size() == 1) {
            return byName.values().iterator().next();
        }
        KitDeclaration found = byName.get(name);
        if (found != null) {
            return found;
        }
        if (byName.isEmpty()) {
            throw new IllegalArgumentException("no server is declared here; add @EmbeddedNats to the class");
        }
        throw new IllegalArgumentException(
                name.isEmpty()
                        ? "there are several servers; choose one with @Nats(\""
                                + String.join("\") or @Nats(\"", byName.keySet()) + "\")"
                        : "no server has the name \"" + name + "\"" + Nearest.hint(name, names()));
    }

    private List<String> names() {
        return byName.keySet().stream().filter(name -> !name.isEmpty()).toList();
    }

    private void add(List<KitDeclaration> level) {
        Map<String, KitDeclaration> here = new LinkedHashMap<>();
        for (KitDeclaration declaration : level) {
            KitDeclaration other = here.put(declaration.name(), declaration);
            if (other != null) {
                problems.add(declaration.place() + ": " + other.place() + " declares "
                        + (declaration.name().isEmpty()
                                ? "a server without a name too"
                                : "a server \"" + declaration.name() + "\" too")
                        + "; give each a name of its own");
            }
        }
        byName.putAll(here);
    }

    private List<KitDeclaration> ofMethod(Class<?> testClass, Method method) {
        String place = testClass.getSimpleName() + "." + method.getName() + ": @EmbeddedNats";
        return AnnotationSupport.findRepeatableAnnotations(method, EmbeddedNats.class).stream()
                .map(annotation -> declaration(annotation, testClass, true, place))
                .toList();
    }

    /** The annotations of a superclass come first, and are replaced by those of the class itself. */
    private List<KitDeclaration> ofClass(Class<?> type, List<Object> instances) {
        List<EmbeddedNats> inherited = type.getSuperclass() == null
                ? List.of()
                : AnnotationSupport.findRepeatableAnnotations(type.getSuperclass(), EmbeddedNats.class);
        List<EmbeddedNats> own = new ArrayList<>(AnnotationSupport.findRepeatableAnnotations(type, EmbeddedNats.class));
        own.removeAll(inherited);
        List<KitDeclaration> declarations = new ArrayList<>();
        String place = type.getSimpleName() + ": @EmbeddedNats";
        inherited.stream()
                .filter(annotation ->
                        own.stream().noneMatch(other -> other.name().equals(annotation.name())))
                .forEach(annotation -> declarations.add(declaration(annotation, type, false, place)));
        own.forEach(annotation -> declarations.add(declaration(annotation, type, false, place)));
        fields(type).forEach(field -> ofField(field, type, instances).ifPresent(declarations::add));
        return declarations;
    }

    private KitDeclaration declaration(EmbeddedNats annotation, Class<?> testClass, boolean ofTest, String place) {
        boolean ofApplication = !ofTest && annotation.scope() == NatsScope.METHOD;
        return new KitDeclaration(
                KitSettings.of(annotation),
                ofApplication
                                && framework
                                        .filter(KitFramework.MICRONAUT::equals)
                                        .isPresent()
                        ? NatsScope.CLASS
                        : annotation.scope(),
                ofApplication && framework.filter(KitFramework.SPRING::equals).isPresent(),
                testClass,
                ofTest,
                place,
                Optional.empty());
    }

    /** Returns whether an instance of the class or of an enclosing class may declare further servers. */
    static boolean dependOnInstances(Class<?> testClass) {
        return withOuterClasses(testClass).stream()
                .flatMap(type -> fields(type).stream())
                .anyMatch(field -> !Modifier.isStatic(field.getModifiers()));
    }

    /** Returns the fields whose values are extensions of the kit, or may be. */
    private static List<Field> fields(Class<?> type) {
        return AnnotationSupport.findAnnotatedFields(type, RegisterExtension.class).stream()
                .filter(field -> field.getType().isAssignableFrom(EmbeddedNatsExtension.class))
                .toList();
    }

    private static Optional<KitDeclaration> ofField(Field field, Class<?> type, List<Object> instances) {
        boolean isStatic = Modifier.isStatic(field.getModifiers());
        Optional<Object> instance =
                instances.stream().filter(field.getDeclaringClass()::isInstance).findFirst();
        if (!isStatic && instance.isEmpty()) {
            return Optional.empty();
        }
        return ReflectionSupport.tryToReadFieldValue(field, isStatic ? null : instance.get())
                .toOptional()
                .filter(EmbeddedNatsExtension.class::isInstance)
                .map(EmbeddedNatsExtension.class::cast)
                .flatMap(extension ->
                        extension.declaration(type, !isStatic, type.getSimpleName() + ": field " + field.getName()));
    }
}

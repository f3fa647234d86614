package dev.binrun.junit;

import dev.binrun.server.host.KeepRule;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The check of a test class before any of its servers starts.
 *
 * @param lifecycle of the instances of the test class
 * @param instances the known instances of the test class and its enclosing classes
 */
record KitCheck(Class<?> testClass, Lifecycle lifecycle, List<Object> instances, Set<String> problems) {
    private static final String SHARE = "; add scope = CLASS to it, or move the parameter to a test or @BeforeEach";

    KitCheck(Class<?> testClass, Lifecycle lifecycle, List<Object> instances) {
        this(testClass, lifecycle, instances, new LinkedHashSet<>());
    }

    /**
     * Checks the declarations of a class and its methods, and all parameters that the kit injects.
     *
     * @param test the only test to check; empty for all
     * @throws ExtensionConfigurationException with all problems, if there are any
     */
    void require(Optional<Method> test) {
        keepRule();
        KitDeclarations ofClass = KitDeclarations.of(testClass, test, instances);
        declarations(ofClass);
        scenarios(KitScenario.of(testClass, Optional.empty()), ofClass);
        for (Method method : ReflectionSupport.findMethods(testClass, all -> true, HierarchyTraversalMode.TOP_DOWN)) {
            method(method, test, ofClass);
        }
        Stream.of(testClass.getDeclaredConstructors()).forEach(constructor -> parameters(constructor, ofClass));
        if (!problems.isEmpty()) {
            throw new ExtensionConfigurationException(String.join("\n", problems));
        }
    }

    private void keepRule() {
        try {
            KeepRule.of(System.getProperties());
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
    }

    private void declarations(KitDeclarations declarations) {
        problems.addAll(declarations.problems());
        Map<String, KitDeclaration> properties = new HashMap<>();
        for (KitDeclaration declaration : declarations.all()) {
            declaration
                    .settings()
                    .problems(declaration.testClass())
                    .forEach(problem -> problems.add(declaration.place() + ": " + problem));
            KitFramework.of(testClass)
                    .flatMap(framework -> framework.problem(declaration))
                    .ifPresent(problem -> problems.add(declaration.place() + ": " + problem));
            if (declaration.ofTest() && declaration.scope() == NatsScope.CLASS) {
                problems.add(declaration.place() + ": scope = CLASS needs a declaration of the class; "
                        + "move it to the class or to a static field, or remove scope");
            }
            for (String property : declaration.settings().properties()) {
                KitDeclaration other = properties.put(property, declaration);
                if (other != null && other != declaration) {
                    problems.add(declaration.place() + ": the server \"" + other.name() + "\" sets the property "
                            + property + " too; remove it from one of them");
                }
            }
        }
    }

    private void method(Method method, Optional<Method> test, KitDeclarations ofClass) {
        if (!AnnotationSupport.isAnnotated(method, Testable.class)) {
            if (!AnnotationSupport.findRepeatableAnnotations(method, EmbeddedNats.class)
                    .isEmpty()) {
                problems.add(testClass.getSimpleName() + "." + method.getName()
                        + ": @EmbeddedNats is on a method that is not a test; move it to a test or to the class");
            }
            if (AnnotationSupport.isAnnotated(method, Scenario.class)) {
                problems.add(testClass.getSimpleName() + "." + method.getName()
                        + ": @Scenario is on a method that is not a test; move it to a test or to the class");
            }
            if (isLifecycleMethod(method)) {
                parameters(method, ofClass);
            }
        } else if (test.isEmpty() || test.get().equals(method)) {
            KitDeclarations declarations = KitDeclarations.of(testClass, Optional.of(method), instances);
            declarations(declarations);
            scenarios(KitScenario.of(testClass, Optional.of(method)), declarations);
            parameters(method, declarations);
        }
    }

    private void scenarios(List<KitScenario> scenarios, KitDeclarations declarations) {
        for (KitScenario scenario : scenarios) {
            try {
                select(() -> scenario.server(declarations)).ifPresent(scenario::read);
            } catch (IllegalArgumentException e) {
                problems.add(scenario.place() + ": " + e.getMessage());
            }
        }
    }

    private void parameters(Executable executable, KitDeclarations declarations) {
        KitParameter.of(executable).forEach(parameter -> {
            try {
                parameter.check();
                select(() -> declarations.select(parameter.server()))
                        .ifPresent(declaration -> parameter(parameter, executable, declaration));
            } catch (IllegalArgumentException e) {
                problems.add(parameter.place(testClass) + ": " + e.getMessage());
            }
        });
    }

    /** An instance that does not exist yet may declare the server. */
    private Optional<KitDeclaration> select(Supplier<KitDeclaration> declared) {
        try {
            return Optional.of(declared.get());
        } catch (IllegalArgumentException e) {
            if (instances.isEmpty() && KitDeclarations.dependOnInstances(testClass)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void parameter(KitParameter parameter, Executable executable, KitDeclaration declaration) {
        boolean ofTest = executable instanceof Method method && !isOfClass(method);
        if (parameter.value().orElseThrow() == KitValue.CHECKS && !ofTest) {
            throw new IllegalArgumentException(
                    "checks judge one test; move the parameter to a test, @BeforeEach or @AfterEach");
        }
        int nodes = declaration.settings().nodes();
        if (parameter.value().orElseThrow() == KitValue.SERVER && nodes > 1) {
            throw new IllegalArgumentException("the cluster has " + nodes
                    + " nodes; inject a NatsCluster, and choose a node with node(\"n1\") or leaderOf(stream)");
        }
        if (!declaration.isPerTest()) {
            return;
        }
        if (executable instanceof Method ? isOfClass((Method) executable) : lifecycle == Lifecycle.PER_CLASS) {
            String once = executable instanceof Method
                    ? "this method runs once for the class"
                    : "the constructor runs once for the class (PER_CLASS)";
            throw new IllegalArgumentException(
                    once + ", but each test has its own server (" + declaration.place() + ")" + SHARE);
        }
    }

    private static boolean isLifecycleMethod(Method method) {
        return isOfClass(method)
                || AnnotationSupport.isAnnotated(method, BeforeEach.class)
                || AnnotationSupport.isAnnotated(method, AfterEach.class);
    }

    private static boolean isOfClass(Method method) {
        return AnnotationSupport.isAnnotated(method, BeforeAll.class)
                || AnnotationSupport.isAnnotated(method, AfterAll.class);
    }
}

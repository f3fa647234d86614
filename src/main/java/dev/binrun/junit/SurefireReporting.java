package dev.binrun.junit;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.launcher.TestIdentifier;

/**
 * The form in which Surefire and Failsafe report a dynamic test. Version 3.5.3 counts a test that has a source under the
 * display name of its container, but reports only counts of test classes, so all other tests are lost, failures too
 * (apache/maven-surefire, issue 834). From 3.5.4 on, JUnit before 5.8 has the same effect (issue 3428).
 *
 * @param byContainer whether tests are counted by the display name of their container
 */
record SurefireReporting(boolean byContainer) {
    private static final String PROVIDER = "org.apache.maven.surefire.junitplatform.JUnitPlatformProvider";
    private static final String COUNTS_BY_NAME = "org.apache.maven.surefire.api.report.ReporterFactoryOptions";
    private static final String NAMES_BY_CLASS =
            "org.apache.maven.surefire.junitplatform.RunListenerAdapter$ResultDisplay";

    /** Returns the form for the Surefire that runs the tests; without Surefire, tests keep their source. */
    static SurefireReporting detect() {
        Optional<ClassLoader> provider = providerOnStack();
        ClassLoader loader = provider.orElse(SurefireReporting.class.getClassLoader());
        boolean knownVersion = provider.isPresent() || has(loader, PROVIDER);
        return new SurefireReporting(
                knownVersion
                        ? countsByContainer(name -> has(loader, name), knowsParents())
                        : ScenarioListener.isCalledBy(PROVIDER)); // names that any version reports
    }

    /** The loader of the tests may not reach Surefire's classes, and a parallel test has another stack. */
    private static Optional<ClassLoader> providerOnStack() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .<Optional<Class<?>>>walk(frames -> frames.<Class<?>>map(StackFrame::getDeclaringClass)
                        .filter(type -> type.getName().equals(PROVIDER))
                        .findFirst())
                .map(Class::getClassLoader);
    }

    /**
     * Tells the versions apart by classes that are new in 3.5.3 and in 3.5.4, because a jar does not always name its version.
     *
     * @param has whether there is a class of this name
     * @param knowsParents whether JUnit has the method with which Surefire finds the class of a test
     */
    static boolean countsByContainer(Predicate<String> has, boolean knowsParents) {
        return has.test(PROVIDER) && has.test(COUNTS_BY_NAME) && !(has.test(NAMES_BY_CLASS) && knowsParents);
    }

    /** Returns the display name for the container of a file: the test class if tests are counted by it. */
    String container(String file) {
        return byContainer ? ScenarioListener.testClass().orElse(file) : file;
    }

    /** Returns whether a test that is made now may have a source. Call this when JUnit asks for the tests of the container. */
    boolean keepsSource() {
        return !byContainer
                || ScenarioListener.testClass().isPresent()
                        && ScenarioListener.testClass().equals(ScenarioListener.innermost());
    }

    private static boolean knowsParents() {
        try {
            TestIdentifier.class.getMethod("getParentIdObject");
            return true;
        } catch (NoSuchMethodException | LinkageError e) {
            return false;
        }
    }

    private static boolean has(ClassLoader loader, String name) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}

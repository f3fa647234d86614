package dev.binrun.junit;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.launcher.TestIdentifier;

/**
 * The form of dynamic tests that Surefire and Failsafe report completely. Version 3.5.3 counts a test that has a source
 * under the display name of its container, but reports only the counts of test classes. All other tests are lost, and
 * their failures too (apache/maven-surefire, issue 834). Later versions do the same with JUnit before 5.8 (issue 3428).
 *
 * @param byContainer whether Surefire counts tests by the display name of their container
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
     * Returns whether Surefire counts tests by container. Classes that are new in 3.5.3 and in 3.5.4 identify the
     * version, because a jar does not always name its version.
     *
     * @param has returns whether a class of this name exists
     * @param knowsParents whether JUnit has the method with which Surefire finds the class of a test
     */
    static boolean countsByContainer(Predicate<String> has, boolean knowsParents) {
        return has.test(PROVIDER) && has.test(COUNTS_BY_NAME) && !(has.test(NAMES_BY_CLASS) && knowsParents);
    }

    /**
     * Returns the display name for the container of a file: the test class if Surefire counts by container, else the
     * file.
     */
    String container(String file) {
        return byContainer ? ScenarioListener.testClass().orElse(file) : file;
    }

    /** Returns whether a test may have a source. Call this method when JUnit reads the tests of a container. */
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

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

    /** The class loader of the Surefire that called JUnit; the tests' own loader may not reach its classes. */
    private static volatile ClassLoader caller = SurefireReporting.class.getClassLoader();

    /** Finds out which Surefire runs the tests, if any does. */
    static SurefireReporting detect() {
        ClassLoader loader = caller;
        return new SurefireReporting(countsByContainer(name -> has(loader, name), knowsParents()));
    }

    /** Looks for Surefire among the callers; call this on the thread that starts JUnit. */
    static void noteCaller() {
        StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .<Optional<Class<?>>>walk(frames -> frames.<Class<?>>map(StackFrame::getDeclaringClass)
                        .filter(type -> type.getName().equals(PROVIDER))
                        .findFirst())
                .ifPresent(provider -> caller = provider.getClassLoader());
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
        return byContainer ? RunningContainers.testClass().orElse(file) : file;
    }

    /** Returns whether a test that is made now may have a source. Call this when JUnit asks for the tests of the container. */
    boolean keepsSource() {
        return !byContainer
                || RunningContainers.testClass().isPresent()
                        && RunningContainers.testClass().equals(RunningContainers.innermost());
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

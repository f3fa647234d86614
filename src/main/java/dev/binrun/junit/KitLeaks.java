package dev.binrun.junit;

import dev.binrun.form.VisibleText;
import dev.binrun.server.NatsServer;
import dev.binrun.server.OpenServers;
import dev.binrun.server.cluster.OpenClients;
import dev.binrun.server.host.Polling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * The search for connections, servers and threads that a test or a class leaves open. It reports only what it can
 * attribute: the clients of the test's own servers, the servers that the test's threads started, and threads that run
 * the test class's code.
 *
 * @param label the test or class, for messages
 * @param id the test; empty for a class, whose servers and threads belong to no single test
 * @param earlier the threads before the test; empty if threads are not compared
 */
record KitLeaks(String label, Class<?> testClass, Optional<String> id, Optional<Set<Thread>> earlier) {
    /** The configuration parameter of JUnit that turns the search off. */
    static final String PARAMETER = "binrun.leaks";

    /** A client, a server or a thread may end shortly after the test. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Polling POLLING = new Polling(Duration.ofMillis(2), Duration.ofMillis(50));
    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";

    /**
     * Begins to watch a test or a class. Threads are compared only if no other test can run at the same time.
     *
     * @throws ExtensionConfigurationException if the parameter has an unknown value
     */
    static Optional<KitLeaks> begin(ExtensionContext context) {
        if (!isOn(context)) {
            return Optional.empty();
        }
        boolean isTest = context.getTestMethod().isPresent();
        boolean alone = !context.getConfigurationParameter(PARALLEL)
                .filter(Boolean::parseBoolean)
                .isPresent();
        Class<?> testClass = context.getRequiredTestClass();
        Optional<String> id = Optional.of(context.getUniqueId()).filter(test -> isTest);
        id.ifPresent(test -> OpenServers.begin(test, outermost(testClass).getName()));
        return Optional.of(new KitLeaks(
                testClass.getSimpleName()
                        + context.getTestMethod()
                                .map(method -> "." + method.getName())
                                .orElse(""),
                testClass,
                id,
                isTest && alone ? Optional.of(threads()) : Optional.empty()));
    }

    static boolean isOn(ExtensionContext context) {
        String value = context.getConfigurationParameter(PARAMETER).orElse("on");
        if (!Set.of("on", "off").contains(value)) {
            throw new ExtensionConfigurationException(
                    PARAMETER + ": unknown value \"" + value + "\"; write one of on, off");
        }
        return value.equals("on");
    }

    /** Ends the watch of a test whose result is known, so that consequences of a failure are not reported. */
    void cancel() {
        id.ifPresent(OpenServers::end);
    }

    /** Returns the failure of a test or class that left something open; its own connections are closed already. */
    Optional<AssertionFailedError> find(Collection<KitServer> servers) {
        List<String> found = new ArrayList<>();
        found.addAll(connections(servers));
        found.addAll(leakedServers(servers));
        found.addAll(leakedThreads());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(JUnitResult.bare(new AssertionFailedError(label + " left open:\n  "
                        + String.join(
                                "\n  ", found.stream().map(VisibleText::line).toList())
                        + "\nclose it in the test, or allow it with " + PARAMETER + "=off")));
    }

    private static List<String> connections(Collection<KitServer> servers) {
        return lasting(() -> servers.stream()
                .flatMap(server -> OpenClients.of(server.cluster()).stream().map(server.secrets()::mask)));
    }

    /** Waits until nothing is left open, and returns what still is when the time is up. */
    private static List<String> lasting(Supplier<Stream<String>> open) {
        AtomicReference<List<String>> left = new AtomicReference<>(List.of());
        POLLING.until(System.nanoTime() + GRACE.toNanos(), () -> {
            left.set(open.get().toList());
            return left.get().stream().findFirst();
        });
        return left.get();
    }

    private List<String> leakedServers(Collection<KitServer> ours) {
        return id.map(OpenServers::end).orElse(List.of()).stream()
                .filter(opening -> ours.stream()
                        .noneMatch(server -> server.cluster().nodes().contains(opening.server())))
                .map(opening -> "server " + name(opening.server()) + ", opened at " + place(opening.trace()))
                .toList();
    }

    /** A server that is still starting has no URL. */
    private static String name(NatsServer server) {
        return server.name() + (server.isAlive() ? ", pid " + server.pid() : "");
    }

    /** Returns the frame of the test class, or else the first outside of the servers' own code. */
    private String place(List<StackTraceElement> trace) {
        return trace.stream()
                .filter(this::isOfTestClass)
                .findFirst()
                .or(() -> trace.stream()
                        .filter(frame -> !frame.getClassName().startsWith("dev.binrun.server."))
                        .findFirst())
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("an unknown place");
    }

    private boolean isOfTestClass(StackTraceElement frame) {
        String outermost = outermost(testClass).getName();
        return frame.getClassName().equals(outermost) || frame.getClassName().startsWith(outermost + "$");
    }

    private static Class<?> outermost(Class<?> type) {
        return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
    }

    private List<String> leakedThreads() {
        return earlier.isPresent() ? lasting(this::newThreads) : List.of();
    }

    /** Pools belong to frameworks, and their idle threads run no code of the test. */
    private Stream<String> newThreads() {
        return threads().stream()
                .filter(thread -> !earlier.orElseThrow().contains(thread))
                .filter(thread -> thread != Thread.currentThread() && !thread.isDaemon())
                .filter(thread -> !(thread instanceof ForkJoinWorkerThread))
                .flatMap(thread -> List.of(thread.getStackTrace()).stream()
                        .filter(this::isOfTestClass)
                        .findFirst()
                        .map(frame -> "thread \"" + thread.getName() + "\", which runs " + frame.getFileName() + ":"
                                + frame.getLineNumber())
                        .stream());
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }
}

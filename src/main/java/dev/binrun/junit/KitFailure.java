package dev.binrun.junit;

import dev.binrun.form.VisibleText;
import dev.binrun.server.LogTail;
import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NodeReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** The report on the servers of a failed test. */
final class KitFailure {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int LOG_LINES = 20;
    private static final int LONGEST_LINE = 400;

    /** The superclass of the exceptions with which JUnit 4 aborts a test; JUnit Jupiter accepts them too. */
    private static final String JUNIT_4 = "org.junit.internal.AssumptionViolatedException";

    private KitFailure() {}

    /** Adds the state of the servers to a failure. */
    static void describe(Throwable failure, List<KitServer> servers) {
        servers.stream()
                .filter(server -> !isDescribed(failure, server))
                .forEach(server -> failure.addSuppressed(new FailureContextException(report(server))));
    }

    /** Returns whether an exception aborts a test, so that it does not fail. */
    static boolean isAbort(Throwable failure) {
        boolean junit4 = false;
        for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
            junit4 |= type.getName().equals(JUNIT_4);
        }
        return junit4 || failure instanceof TestAbortedException;
    }

    /** An exception may pass through several callbacks. */
    private static boolean isDescribed(Throwable failure, KitServer server) {
        return Stream.of(failure.getSuppressed())
                .filter(FailureContextException.class::isInstance)
                .anyMatch(report -> report.getMessage().startsWith(title(server) + "\n"));
    }

    private static String report(KitServer server) {
        List<String> lines = new ArrayList<>(List.of(title(server)));
        try {
            NodeReport.of(server.cluster(), LIMIT).forEach(line -> lines.add("  " + line));
        } catch (RuntimeException e) {
            lines.add("  its state is unknown: " + e);
        }
        server.cluster().nodes().forEach(node -> addLog(node, lines));
        return lines.stream()
                .map(line -> shortened(VisibleText.line(server.secrets().mask(line))))
                .collect(Collectors.joining("\n"));
    }

    private static String title(KitServer server) {
        String name = server.declaration().name();
        return "state of the server " + (name.isEmpty() ? "" : "\"" + name + "\" ") + "when the test failed: "
                + String.join(",", server.cluster().directUrls());
    }

    /** The lines about the start explain a failure only if the server did not become ready. */
    private static void addLog(NatsServer node, List<String> lines) {
        List<String> log = node.log().lines().stream().map(LogTail.Line::text).toList();
        int ready = 0;
        while (ready < log.size() && !log.get(ready).endsWith("Server is ready")) {
            ready++;
        }
        List<String> shown = log.subList(ready < log.size() ? ready + 1 : 0, log.size());
        lines.add("  last log lines of " + node.name() + (shown.isEmpty() ? ": none since its start" : ":"));
        shown.stream().skip(Math.max(0, shown.size() - LOG_LINES)).forEach(line -> lines.add("    " + line));
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }
}

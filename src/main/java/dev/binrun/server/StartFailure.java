package dev.binrun.server;

import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.Secrets;
import dev.binrun.server.host.ServerException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All that is known about a start that failed.
 *
 * @param command the command that was executed
 * @param restart whether the server had started before
 * @param reason a sentence about the cause
 */
record StartFailure(
        ServerOptions options,
        List<String> command,
        ServerConfigFile config,
        LogTail log,
        boolean restart,
        String reason) {
    private static final int TAIL = 10;

    /** A check of the configuration prints the place first (opts.go, configErr); later problems are fatal log lines. */
    private static final Pattern REFUSAL =
            Pattern.compile("(?:(?:nats-server: )?\\S*\\.conf:\\d+:\\d+: |nats-server: |.*\\[FTL\\] )(.+)");

    private static final Pattern TAKEN = Pattern.compile(
            "listen tcp \\S*:(\\d+): bind: (address already in use|Only one usage of each socket address)");

    /**
     * Returns the exception with the cause, the next step, the command, the log and the configuration.
     *
     * @return a {@link RefusedConfigException} if the server rejected the user's configuration
     * @param cause may be null
     */
    ServerException toException(Throwable cause) {
        List<String> tail = log.tail(TAIL);
        Secrets secrets = config.secrets();
        String limit = log.lines().stream()
                .flatMap(line -> ResourceLimit.in(line.text()).stream())
                .findFirst()
                .map(reached -> reached.sentence() + ": ")
                .orElse("");
        String message = secrets.mask(limit + headline(tail)
                + "\nnext: " + advice(tail)
                + "\ncommand: " + String.join(" ", command)
                + "\nlast lines of its log:" + indented(tail.isEmpty() ? List.of("(none)") : tail)
                + "\nconfiguration:" + indented(config.shown().lines().toList()));
        String refusal = secrets.mask(refusal(tail));
        boolean refused = !restart && !options.config().isEmpty() && !refusal.isEmpty() && takenPort(tail) == null;
        return refused ? new RefusedConfigException(refusal, message, cause) : new ServerException(message, cause);
    }

    /** The server's own words, joined in one line. The file's name is left out. */
    private static String refusal(List<String> tail) {
        return tail.stream()
                .map(REFUSAL::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.joining("; "));
    }

    private String headline(List<String> tail) {
        String taken = takenPort(tail);
        return (taken == null ? "" : "port " + taken + " is taken: ") + "nats-server " + options.name()
                + (restart ? " did not come back" : " did not start")
                + (taken == null ? ": " + reason : "");
    }

    private String advice(List<String> tail) {
        if (takenPort(tail) != null) {
            String other = options.config().isEmpty()
                    ? ", or choose another port (--port or BINRUN_PORT; -1 takes any free one)"
                    : ", or remove the port from the merged configuration, so that the server chooses a free one";
            return "end the process that uses port " + takenPort(tail) + (restart ? "" : other);
        }
        if (restart) {
            return "check the log below for problems with the store, or allow more time";
        }
        if (!options.config().keySet().isEmpty()) {
            return "check whether the log reports an error in the merged configuration: "
                    + options.config().keySet();
        }
        return "check the log below, or set BINRUN_NATS_SERVER to another executable";
    }

    private static String takenPort(List<String> tail) {
        return tail.stream()
                .map(TAKEN::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse(null);
    }

    private static String indented(List<String> lines) {
        return lines.stream().map(line -> "\n  " + line).collect(Collectors.joining());
    }
}

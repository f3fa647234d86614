package dev.binrun.server;

import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.Secrets;
import dev.binrun.server.host.ServerException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * All that is known of a start that failed.
 *
 * @param again whether it is not the first
 * @param reason what went wrong, as a sentence without its subject
 */
record StartFailure(
        ServerOptions options,
        List<String> command,
        ServerConfigFile config,
        LogTail log,
        boolean again,
        String reason) {
    private static final int TAIL = 10;

    /** The check of a configuration names the place in it first (opts.go, configErr); what is found later is fatal. */
    private static final Pattern REFUSAL =
            Pattern.compile("(?:(?:nats-server: )?\\S*\\.conf:\\d+:\\d+: |nats-server: |.*\\[FTL\\] )(.+)");

    private static final Pattern TAKEN = Pattern.compile(
            "listen tcp \\S*:(\\d+): bind: (address already in use|Only one usage of each socket address)");

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
                + "\nlast lines of its log:" + indented(tail.isEmpty() ? List.of("(it wrote none)") : tail)
                + "\nconfiguration:" + indented(config.shown().lines().toList()));
        String refusal = secrets.mask(refusal(tail));
        boolean refused = !again && !options.config().isEmpty() && !refusal.isEmpty() && takenPort(tail) == null;
        return refused ? new RefusedConfigException(refusal, message, cause) : new ServerException(message, cause);
    }

    /** Why the server ended by itself, in its own words, several reasons in one line; its file is written out with the rest. */
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
                + (again ? " did not come back: " : " did not start: ") + reason;
    }

    private String advice(List<String> tail) {
        if (takenPort(tail) != null) {
            String other = options.config().isEmpty()
                    ? ", or choose another port (--port or BINRUN_PORT; -1 takes any free one)"
                    : ", or leave the port out of the configuration that was merged in: the server then takes any free one";
            return "end the process that uses port " + takenPort(tail) + (again ? "" : other);
        }
        if (again) {
            return "see the log below for what it met in its store, or give it more time";
        }
        if (!options.config().keySet().isEmpty()) {
            return "see whether the log complains of the configuration that was merged in: "
                    + options.config().keySet();
        }
        return "see the log below; BINRUN_NATS_SERVER chooses another executable";
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

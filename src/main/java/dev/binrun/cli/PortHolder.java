package dev.binrun.cli;

import dev.binrun.server.host.PortOwner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A process that listens on a port.
 *
 * @param process the process
 * @param binrun the JVM of binrun that started it, if one did and still runs
 */
record PortHolder(ProcessHandle process, Optional<ProcessHandle> binrun) {
    /** The path of the configuration that binrun gives to its servers. */
    private static final String OWN_PATH = ".*[/\\\\]binrun-[^/\\\\]*[/\\\\]binrun-\\d+-\\d+[/\\\\].*";

    /** Returns the process that listens on a port; empty if there is none, or if it is unknown. */
    static Optional<PortHolder> on(int port) {
        return PortOwner.of(port).map(process -> new PortHolder(process, starter(process)));
    }

    /** A server that was kept after a failure has another parent. */
    private static Optional<ProcessHandle> starter(ProcessHandle process) {
        boolean own = Stream.of(process.info().arguments().orElse(new String[0]))
                .anyMatch(argument -> argument.matches(OWN_PATH));
        return own ? process.parent().filter(parent -> program(parent).startsWith("java")) : Optional.empty();
    }

    /** Returns the program without its arguments, which can contain secrets, and its process id. */
    @Override
    public String toString() {
        return program(process) + (binrun.isPresent() ? " of a running binrun" : "") + " (process " + process.pid()
                + ")";
    }

    private static String program(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("a program");
    }
}

package dev.binrun.server;

import java.util.function.Consumer;

/** The listener to a server's log. The lines of a server that was started ahead reach its user's listener later. */
final class LogListener {
    private final LogTail log;
    private Consumer<String> listener;

    LogListener(LogTail log, Consumer<String> listener) {
        this.log = log;
        this.listener = listener;
    }

    /** Adds a line to the log and passes it on. */
    synchronized void add(String line) {
        log.add(line);
        pass(line);
    }

    /** Passes all kept lines to another listener, and then each new line. */
    synchronized void replace(Consumer<String> next) {
        listener = next;
        log.lines().forEach(line -> pass(line.text()));
    }

    /**
     * A listener that fails gets no more lines. The log must be read further, because the server waits for its reader.
     */
    private void pass(String line) {
        try {
            listener.accept(line);
        } catch (RuntimeException e) {
            listener = ignored -> {};
            log.add("(the listener to this log failed and gets no more lines: " + e + ")");
        }
    }
}

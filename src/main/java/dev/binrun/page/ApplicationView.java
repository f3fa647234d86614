package dev.binrun.page;

import java.util.List;
import java.util.Map;

/**
 * The state of the application that runs on the server.
 *
 * @param sessions the first sessions by name
 * @param sessionsTotal the number of all sessions
 * @param workers the first commands by consumer
 * @param workersTotal the number of all commands
 * @param warnings its last warnings, oldest first
 */
public record ApplicationView(
        List<SessionRow> sessions,
        int sessionsTotal,
        List<WorkersRow> workers,
        int workersTotal,
        List<String> warnings) {

    /**
     * A session.
     *
     * @param key its key in the bucket
     * @param last its last message; null if it has received none
     */
    public record SessionRow(String key, List<String> subscriptions, LastMessage last) {}

    /**
     * The workers of a command.
     *
     * @param last the last command; null if there was none
     */
    public record WorkersRow(String consumer, int workers, LastMessage last) {}

    /**
     * The last message that a session or a worker has received.
     *
     * @param sequence its sequence in the stream
     * @param received the time of its delivery, in milliseconds since 1970
     * @param payload the start of its payload, as {@link PayloadExcerpt} describes it
     */
    public record LastMessage(String subject, long sequence, long received, Map<String, Object> payload) {}
}

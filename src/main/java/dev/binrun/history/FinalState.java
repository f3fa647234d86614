package dev.binrun.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of the servers at the end of a run, read when a check needs it. Each method may throw
 * {@link UnreadableException}.
 */
public interface FinalState {
    /** Returns the time of the last read, in nanoseconds since the start of the history. */
    long at();

    /** Returns a stream as its leader has it; empty if the stream does not exist. */
    Optional<StreamState> stream(String name);

    /**
     * Returns the replicas of a stream by the name of their node, read when they no longer changed or when the time for
     * that was over. The map is empty if the stream has no replicas.
     *
     * @throws UnreadableException if one replica cannot be read
     */
    Map<String, StreamState> replicas(String stream);

    /**
     * Returns the consumers that a stream had during the run. Of several consumers with one name, the last one comes
     * last.
     */
    List<ConsumerState> consumers(String stream);

    /**
     * Returns whether the servers may store messages under other subjects than they were published to, whatever the
     * stream's limits are.
     */
    default boolean mayChangeSubjects() {
        return true;
    }

    /** Returns the streams that copy messages from a stream. */
    default List<StreamCopy> copies(String stream) {
        return List.of();
    }
}

package dev.binrun.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is there at the end, read when a check asks for it; all may throw {@link UnreadableException}. */
public interface FinalState {
    /** When the last of it was read, in the history's nanoseconds. */
    long at();

    /** What a stream holds, as its leader has it; empty if the stream is not there. */
    Optional<StreamState> stream(String name);

    /**
     * What each replica of a stream holds, by the node's name, once they have come to rest or did not in time; empty if it has no
     * replicas. One that cannot be read makes it {@link UnreadableException}, for its silence is no agreement.
     */
    Map<String, StreamState> replicas(String stream);

    /** The consumers of a stream that are there, or were in the run; of those with one name the last comes last. */
    List<ConsumerState> consumers(String stream);

    /** Returns whether the servers may store a message on another subject than it is published on, whatever its stream is like. */
    default boolean mayChangeSubjects() {
        return true;
    }

    /** The streams beside it that take their messages from a stream. */
    default List<StreamCopy> copies(String stream) {
        return List.of();
    }
}

package dev.binrun.check;

import dev.binrun.history.NameTable;
import dev.binrun.history.StreamState;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A stream as it is at the end of a run. */
@API(status = Status.EXPERIMENTAL)
public final class FinalStream {
    private final StreamState state;
    private final NameTable names;

    private FinalStream(StreamState state, NameTable names) {
        this.state = state;
        this.names = names;
    }

    static FinalStream of(StreamState state, NameTable names) {
        return new FinalStream(state, names);
    }

    /** Returns the name of the stream. */
    public String name() {
        return state.name();
    }

    /** Returns the first sequence, as the server reports it. */
    public long firstSequence() {
        return state.firstSequence();
    }

    /** Returns the last sequence, as the server reports it; its message may have left the stream. */
    public long lastSequence() {
        return state.lastSequence();
    }

    /** Returns the number of messages. */
    public long size() {
        return state.size();
    }

    /** Returns the messages by ascending sequence. */
    public Stream<FinalMessage> messages() {
        return state.messages().map(message -> FinalMessage.of(message, names));
    }
}

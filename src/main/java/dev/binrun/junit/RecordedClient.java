package dev.binrun.junit;

import dev.binrun.jetstream.ClientContext;
import dev.binrun.verb.message.RequestRecorder;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One connection whose operations are recorded; the error listener by which its sockets find it. */
final class RecordedClient implements ErrorListener {
    private final ClientContext context;
    private final Set<String> ids = ConcurrentHashMap.newKeySet();
    private final Map<String, RequestRecorder> waiting = new ConcurrentHashMap<>();
    private volatile Throwable failure;

    RecordedClient(ClientContext context) {
        this.context = context;
    }

    /**
     * Returns the recorder of a connection.
     *
     * @throws IllegalStateException if it has none
     */
    static RecordedClient of(Connection connection) {
        if (connection.getOptions().getErrorListener() instanceof RecordedClient recorded) {
            return recorded;
        }
        throw new IllegalStateException("only the kit opens connections with " + RecordingDataPort.class.getName());
    }

    /** Returns the recorder of a new socket. */
    RecordedSocket socket() {
        return new RecordedSocket(context, ids, waiting);
    }

    /** Notes that an operation could not be recorded. */
    void failed(Throwable cause) {
        failure = cause;
    }

    /** Returns why an operation could not be recorded; null if all were. */
    Throwable failure() {
        return failure;
    }

    /** Returns whether a server knows this connection by an id. */
    boolean isKnownAs(String id) {
        return ids.contains(id);
    }
}

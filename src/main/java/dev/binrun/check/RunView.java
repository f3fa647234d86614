package dev.binrun.check;

import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The operations that the clients of a run performed, and the state of the servers at its end. A key-value bucket
 * {@code prices} is the stream {@code KV_prices} with the subjects {@code $KV.prices.KEY}.
 */
@API(status = Status.EXPERIMENTAL)
public final class RunView {
    private final History history;
    private final FinalState end;

    RunView(History history, FinalState end) {
        this.history = history;
        this.end = end;
    }

    /**
     * Returns the operations of all clients, in the order of their requests. Requests that binrun does not record are
     * missing, see {@link #unrecorded}.
     */
    public Stream<OperationView> operations() {
        return history.operations().map(OperationView::of);
    }

    /** Returns the operations on a stream. A publish without a reply is missing, because its stream is unknown. */
    public Stream<OperationView> operations(String stream) {
        return history.operations(stream).map(OperationView::of);
    }

    /**
     * Returns the first actor whose operations are not recorded, such as an own verb; empty if there is none. If they
     * can matter to the property, return {@link Judgement.Unknown}.
     */
    public Optional<String> unrecorded() {
        return history.unrecordedActor();
    }

    /**
     * Returns a stream as it is at the end, read from its leader; empty if it does not exist. If it cannot be read, an
     * exception is thrown that makes the check unknown; do not catch it.
     */
    public Optional<FinalStream> stream(String name) {
        return end.stream(name)
                .filter(stream -> stream.exists())
                .map(stream -> FinalStream.of(stream, history.names()));
    }

    /**
     * Returns the consumers that a stream has at the end. If they cannot be read, an exception is thrown that makes the
     * check unknown; do not catch it.
     */
    public List<FinalConsumer> consumers(String stream) {
        return end.consumers(stream).stream()
                .filter(consumer -> consumer.existsAtEnd())
                .map(FinalConsumer::of)
                .toList();
    }
}

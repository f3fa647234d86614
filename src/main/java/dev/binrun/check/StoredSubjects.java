package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import java.util.Optional;

/**
 * The subjects under which a stream stored messages. If the server changes subjects, only stored and delivered messages
 * show them. The server does so if its configuration says it, or if one message has another subject than it was
 * published to.
 */
final class StoredSubjects {
    private final StreamState state;
    private final SeenMessages delivered;
    private final boolean changes;

    StoredSubjects(History history, StreamState state) {
        this(history, state, false);
    }

    /**
     * @param fixed whether nothing can have changed a subject, so that a message with another subject is another
     * message
     */
    StoredSubjects(History history, StreamState state, boolean fixed) {
        this.state = state;
        this.delivered = new SeenMessages(history);
        history.operations(state.name(), operation -> operation.kind() == OperationKind.DELIVER)
                .forEach(delivered::add);
        this.changes = !fixed
                && (state.transforms()
                        || AckedMessages.of(history, state.name()).stream().anyMatch(this::isChanged));
    }

    /** Returns the subject of an acknowledged message; empty if it is unknown. */
    Optional<Integer> of(Operation publish) {
        return changes ? seen(publish) : Optional.of(publish.subject());
    }

    private Optional<Integer> seen(Operation publish) {
        return AckedMessages.find(state, publish)
                .map(StreamMessage::subject)
                .or(() -> delivered.deliveryOf(publish).map(Operation::subject));
    }

    private boolean isChanged(Operation publish) {
        return seen(publish).filter(subject -> subject != publish.subject()).isPresent();
    }
}

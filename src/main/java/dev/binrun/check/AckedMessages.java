package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import java.util.List;
import java.util.Optional;

/** The messages that a stream acknowledged to clients. */
final class AckedMessages {
    private AckedMessages() {}

    /** Returns the publishes and writes that a stream acknowledged. */
    static List<Operation> of(History history, String stream) {
        int number = history.names().find(stream);
        return history.operations(operation -> isAcknowledged(operation, number))
                .toList();
    }

    /** Returns whether a stream acknowledged an operation with the sequence of its message. */
    static boolean isAcknowledged(Operation operation, int stream) {
        return operation.stream() == stream
                && operation.kind().stores()
                && operation.sequence() > 0
                && operation.isOk();
    }

    /**
     * Returns whether a stream may have stored a message without an acknowledgement. The stream of a publish is then
     * unknown.
     */
    static boolean mayBeStored(Operation operation, int stream) {
        return operation.kind().stores()
                && (operation.stream() == stream || operation.stream() == 0)
                && operation.isUnknown();
    }

    /** Returns whether a stream has the message of an acknowledged operation at its sequence. */
    static boolean isIn(StreamState state, Operation operation) {
        return find(state, operation).isPresent();
    }

    /** Returns the message of an acknowledged operation; empty if a stream has none or another at its sequence. */
    static Optional<StreamMessage> find(StreamState state, Operation operation) {
        return state.find(operation.sequence())
                .filter(message -> isSame(operation, message.payload(), message.messageId()));
    }

    /**
     * Returns whether the message at its sequence has the subject of the publish. The first message of a duplicate may
     * have another one.
     */
    static boolean hasSubject(StreamState state, Operation operation) {
        return state.find(operation.sequence())
                .filter(message ->
                        operation.isDuplicate() || operation.subject() == 0 || message.subject() == operation.subject())
                .isPresent();
    }

    /**
     * Returns whether a message can be the one of an acknowledged operation.
     *
     * @param payload the fingerprint of its payload; 0 if unknown
     * @param messageId the fingerprint of its id; 0 if there is none, or if both are unknown
     */
    static boolean isSame(Operation operation, long payload, long messageId) {
        if (payload == 0 && messageId == 0) {
            return true;
        }
        boolean sameId = operation.messageId() == 0 || operation.messageId() == messageId;
        return sameId
                && (operation.isDuplicate()
                        || operation.payload() == 0
                        || payload == 0
                        || operation.payload() == payload);
    }

    /** Returns whether a stream that no longer exists was created by a request and not removed by a later one. */
    static boolean isStreamLost(History history, String stream) {
        Optional<Operation> last = history.operations(
                        stream,
                        operation -> operation.kind() == OperationKind.CONFIGURE && operation.isOk()
                                || operation.removesStream() && !operation.hasFailed())
                .reduce((earlier, later) -> later);
        return last.isPresent() && !last.get().removesStream();
    }
}

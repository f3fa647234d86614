package dev.binrun.check;

import dev.binrun.history.Fingerprint;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * One operation of a client: a request with its reply, or a delivery. Times are durations since the start of the run.
 *
 * @param kind the type of the request, or {@code DELIVER}
 * @param client the client, as the scenario names it
 * @param stream the stream; empty if it is unknown, as for a publish without a reply
 * @param consumer the consumer of a delivery or an acknowledgement
 * @param subject the subject of the message or key; the filter of a removal
 * @param sequence the sequence in the stream, or the revision of the key; for a removal, the last sequence that it
 *     removes; empty if it is unknown
 * @param invokedAt when the client sent the request, or received the delivery
 * @param completedAt when the client received the reply; empty if the outcome is unknown
 * @param outcome whether the operation took effect; {@code UNKNOWN} if it may have taken effect, or may still do so
 * @param duplicate whether the server replied that it already had a message with the same id
 * @param deliveryCount how often the server has delivered the message, from 1; empty if this is not a delivery
 * @param payload the fingerprint of the payload; 0 if it is unknown. Equal payloads have equal fingerprints.
 * @param messageId the fingerprint of the {@code Nats-Msg-Id}; 0 if there is none
 */
@API(status = Status.EXPERIMENTAL)
public record OperationView(
        OperationKind kind,
        String client,
        Optional<String> stream,
        Optional<String> consumer,
        String subject,
        OptionalLong sequence,
        Duration invokedAt,
        Optional<Duration> completedAt,
        OperationOutcome outcome,
        boolean duplicate,
        OptionalInt deliveryCount,
        long payload,
        long messageId) {

    static OperationView of(Operation operation) {
        boolean delivery = operation.kind() == OperationKind.DELIVER;
        return new OperationView(
                operation.kind(),
                operation.clientName(),
                name(operation, operation.stream()),
                hasConsumer(operation.kind()) ? name(operation, operation.consumer()) : Optional.empty(),
                operation.subjectName(),
                operation.sequence() == 0 ? OptionalLong.empty() : OptionalLong.of(operation.sequence()),
                Duration.ofNanos(operation.invokedAt()),
                operation.isUnknown() ? Optional.empty() : Optional.of(Duration.ofNanos(operation.completedAt())),
                operation.completion().outcome(),
                operation.isDuplicate(),
                delivery ? OptionalInt.of(operation.deliveryCount()) : OptionalInt.empty(),
                operation.payload(),
                operation.messageId());
    }

    /** Returns whether the operation certainly took effect. */
    public boolean isOk() {
        return outcome == OperationOutcome.OK;
    }

    /** Returns the key of an operation on a key-value bucket: the subject without {@code $KV.BUCKET.}. */
    public String key() {
        return FinalMessage.key(subject);
    }

    /** Returns whether the payload is a text in UTF-8; false if the payload is unknown. */
    public boolean hasPayload(String text) {
        return hasPayload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether the payload consists of some bytes; false if the payload is unknown. */
    public boolean hasPayload(byte[] bytes) {
        return payload == Fingerprint.of(bytes);
    }

    /** Returns whether the {@code Nats-Msg-Id} of the message is a text. */
    public boolean hasMessageId(String id) {
        return messageId == Fingerprint.of(id);
    }

    /** The same field is the time to live of a publish. */
    private static boolean hasConsumer(OperationKind kind) {
        return switch (kind) {
            case DELIVER, ACK, NAK, TERM, REMOVE -> true;
            default -> false;
        };
    }

    private static Optional<String> name(Operation operation, int number) {
        return number == 0
                ? Optional.empty()
                : Optional.of(operation.history().names().name(number));
    }
}

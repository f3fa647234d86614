package dev.binrun.check;

import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamState;
import java.util.List;

/**
 * The messages that a stream is known to have received. A mirror receives those messages of its origin that match its
 * filters.
 */
final class StreamIntake {
    private static final Subjects ALL = new Subjects(null, List.of());

    private final History history;
    private final StreamState stream;
    private final StreamState source;
    private final Subjects subjects;
    private final int number;

    private StreamIntake(History history, StreamState stream, StreamState source, Subjects subjects) {
        this.history = history;
        this.stream = stream;
        this.source = source;
        this.subjects = subjects;
        this.number = history.names().find(source.name());
    }

    /** Returns the intake of a stream that is not a mirror. */
    static StreamIntake to(History history, StreamState stream) {
        return new StreamIntake(history, stream, stream, ALL);
    }

    /** @param subjects the subjects of the origin that the mirror copies */
    static StreamIntake toMirror(History history, StreamState mirror, StreamState origin, Subjects subjects) {
        return new StreamIntake(history, mirror, origin, subjects);
    }

    /** Returns whether an operation is an acknowledged publish to the stream. */
    boolean acknowledged(Operation operation) {
        return AckedMessages.isAcknowledged(operation, number) && subjects.contain(operation.subject());
    }

    /** Returns whether the stream may have stored a message of an operation whose outcome is unknown. */
    boolean unknown(Operation operation) {
        return AckedMessages.mayBeStored(operation, number) && subjects.contain(operation.subject());
    }

    /** Returns whether the stream has a message under another subject than it was published to. */
    boolean isTransformed() {
        return history.operations(operation -> acknowledged(operation)
                        && isIdentifiable(operation)
                        && AckedMessages.find(stream, operation)
                                .filter(message -> message.subject() != operation.subject())
                                .isPresent())
                .findAny()
                .isPresent();
    }

    private static boolean isIdentifiable(Operation operation) {
        return operation.payload() != 0 && operation.payload() != Fingerprint.EMPTY || operation.messageId() != 0;
    }

    /** Returns whether a message has its own time to live. */
    boolean anyExpires() {
        return history.operations(
                        operation -> (acknowledged(operation) || unknown(operation)) && operation.ttlSeconds() > 0)
                .findAny()
                .isPresent();
    }

    /** Returns the size of the largest message of the stream or of its origin, in bytes. */
    long largest() {
        return Math.max(stream.largest(), source.largest());
    }

    /**
     * Returns the last sequence whose message cannot come from a recorded operation, because a source or an unrecorded
     * client published it; 0 if there is none.
     */
    long lastUnrecorded() {
        SequenceSet known = new SequenceSet();
        stream.messages().forEach(message -> known.add(message.sequence()));
        source.messages().forEach(message -> known.add(message.sequence()));
        history.operations(operation -> AckedMessages.isAcknowledged(operation, number))
                .forEach(operation -> known.add(operation.sequence()));
        long unknown = history.operations(operation -> AckedMessages.mayBeStored(operation, number))
                .count();
        long last = stream.lastSequence();
        long missing = known.size() == 0 ? last : last - known.get(0) + 1 - known.size();
        if (missing <= unknown) {
            return 0;
        }
        while (known.contains(last)) {
            last--;
        }
        return last;
    }

    /** Returns an upper bound of the stream's last sequence at a time: the next message was stored after it. */
    long lastAt(long time) {
        if (time == Operation.NEVER) {
            return Long.MAX_VALUE;
        }
        return history.operations(operation -> operation.invokedAt() >= time
                        && AckedMessages.isAcknowledged(operation, number)
                        && !operation.isDuplicate())
                .mapToLong(operation -> operation.sequence() - 1)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}

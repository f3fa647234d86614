package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamState;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The messages that {@code max_msgs_per_subject} may have removed: those with enough newer messages of their subject. A
 * newer message counts even if it has left the stream since.
 */
final class SubjectLimit {
    private static final SequenceSet NONE = new SequenceSet();

    private final Map<Integer, SequenceSet> sequences = new HashMap<>();
    private final Map<Integer, Integer> maybe = new HashMap<>();

    /** @param mayBeGone selects publishes of unknown outcome whose message may have been stored and have left again */
    SubjectLimit(History history, StreamIntake intake, StreamState stream, Predicate<Operation> mayBeGone) {
        history.operations().forEach(operation -> {
            if (intake.acknowledged(operation)) {
                add(operation.subject(), operation.sequence());
            } else if (mayBeGone.test(operation)) {
                maybe.merge(operation.subject(), 1, Integer::sum);
            }
        });
        stream.messages().forEach(message -> add(message.subject(), message.sequence()));
    }

    private void add(int subject, long sequence) {
        sequences.computeIfAbsent(subject, added -> new SequenceSet()).add(sequence);
    }

    /**
     * Returns whether a limit may have removed a message of a subject.
     *
     * @param most the limit
     * @param last the last sequence that the stream can have had while the limit was in force
     */
    boolean mayRemove(long sequence, int subject, long most, long last) {
        long newer = sequences.getOrDefault(subject, NONE).countBetween(sequence, last);
        return maybe.getOrDefault(subject, 0) + newer >= most;
    }
}

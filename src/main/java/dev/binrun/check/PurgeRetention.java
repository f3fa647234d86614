package dev.binrun.check;

import static java.util.stream.Collectors.groupingBy;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;

/**
 * The messages that purges with {@code keep} certainly left in a stream: the newest that existed then. A publish whose
 * outcome is unknown may have stored a newer one.
 */
final class PurgeRetention {
    private static final long BEFORE_THE_RUN = Long.MIN_VALUE;

    private final History history;
    private final Map<Integer, List<Operation>> acknowledged;
    private final Map<Integer, List<Operation>> unknown;
    private final Map<Integer, List<StreamMessage>> stored;

    /** A sequence, and the earliest time at which the stream can have assigned it. */
    private record AssignedSequence(long sequence, long time) {}

    PurgeRetention(History history, StreamIntake intake, StreamState stream) {
        this.history = history;
        this.acknowledged = history.operations(intake::acknowledged).collect(groupingBy(Operation::subject));
        this.unknown = history.operations(intake::unknown).collect(groupingBy(Operation::subject));
        this.stored = stream.messages().collect(groupingBy(StreamMessage::subject));
    }

    /**
     * Finds for each purge the last sequence that it may have removed; 0 if it cannot have removed any message.
     *
     * @param purges all purges with the same filter
     */
    void forEach(int filter, List<Operation> purges, ObjLongConsumer<Operation> consumer) {
        Subjects subjects = Subjects.of(history.names(), history.names().name(filter));
        long unknownCount = matching(unknown, subjects).size();
        List<AssignedSequence> assigned = assigned(subjects);
        TreeSet<Long> present = new TreeSet<>();
        int next = 0;
        for (Operation purge : purges.stream()
                .sorted(Comparator.comparingLong(Operation::completedAt))
                .toList()) {
            while (next < assigned.size() && assigned.get(next).time() < purge.completedAt()) {
                present.add(assigned.get(next++).sequence());
            }
            long kept = Math.max(0, purge.keeps() - unknownCount);
            long upTo = kept >= present.size()
                    ? 0
                    : present.descendingSet().stream().skip(kept).findFirst().orElseThrow();
            consumer.accept(purge, upTo);
        }
    }

    private List<AssignedSequence> assigned(Subjects subjects) {
        Map<Long, Long> times = new HashMap<>();
        matching(acknowledged, subjects)
                .forEach(publish -> times.merge(publish.sequence(), publish.invokedAt(), Math::min));
        matching(stored, subjects).forEach(message -> times.putIfAbsent(message.sequence(), BEFORE_THE_RUN));
        List<AssignedSequence> assigned = new ArrayList<>(times.size());
        times.forEach((sequence, time) -> assigned.add(new AssignedSequence(sequence, time)));
        assigned.sort(Comparator.comparingLong(AssignedSequence::time));
        return assigned;
    }

    private static <T> List<T> matching(Map<Integer, List<T>> bySubject, Subjects subjects) {
        return bySubject.entrySet().stream()
                .filter(entry -> subjects.contain(entry.getKey()))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}

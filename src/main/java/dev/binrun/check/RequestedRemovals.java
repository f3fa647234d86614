package dev.binrun.check;

import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The messages that requests of clients may have removed from a stream. A request of unknown outcome may have been
 * performed.
 */
final class RequestedRemovals {
    private final History history;
    private final Map<Integer, List<Range>> found = new HashMap<>();
    private final Map<Integer, Ranges> bySubject = new HashMap<>();
    private final Map<Subjects, Ranges> byFilter = new HashMap<>();
    private final LongIntMap singles = new LongIntMap();
    private Ranges all;

    /**
     * @param transformed whether the stream changes subjects, so that a filter may match messages of any published
     * subject
     */
    RequestedRemovals(History history, StreamState stream, StreamIntake intake, boolean transformed) {
        this.history = history;
        int number = history.names().find(stream.name());
        Map<Integer, List<Operation>> keeping = new HashMap<>();
        history.operations(operation -> isRemoval(operation, number)).forEach(removal -> {
            if (removal.keeps() > 0 && (!transformed || removal.subject() == 0)) {
                keeping.computeIfAbsent(removal.subject(), subject -> new ArrayList<>())
                        .add(removal);
            } else {
                add(removal);
            }
        });
        if (!keeping.isEmpty()) {
            PurgeRetention retention = new PurgeRetention(history, intake, stream);
            keeping.forEach((filter, purges) ->
                    retention.forEach(filter, purges, (purge, upTo) -> add(purge, upTo, purge.completedAt())));
        }
        found.forEach(this::index);
    }

    private static boolean isRemoval(Operation operation, int stream) {
        boolean removes = operation.kind() == OperationKind.REMOVE
                ? operation.consumer() == 0 && (operation.stream() == 0 || operation.stream() == stream)
                : operation.kind() == OperationKind.KV_PURGE && operation.stream() == stream;
        return removes && !operation.hasFailed();
    }

    /** Returns whether any request may have removed a message. */
    boolean any() {
        return !found.isEmpty() || singles.size() > 0;
    }

    /**
     * Returns whether a request may have removed a message.
     *
     * @param subject the subject under which it is stored; empty if unknown
     * @param publishedAt the earliest time of its publish
     */
    boolean mayRemove(long sequence, Optional<Integer> subject, long publishedAt) {
        if (!any()) {
            return false;
        }
        if (singles.contains(sequence)) {
            return true;
        }
        if (subject.isEmpty()) {
            return all().contain(sequence, publishedAt);
        }
        Ranges literal = bySubject.get(subject.get());
        return literal != null && literal.contain(sequence, publishedAt)
                || byFilter.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().contain(sequence, publishedAt)
                                && entry.getKey().contain(subject.get()));
    }

    private void add(Operation removal) {
        long upTo = removal.sequence();
        if (removal.removesOne()) {
            singles.add(upTo);
        } else if (removal.kind() == OperationKind.KV_PURGE) {
            // The revision of its delete marker shows which entries came before, whatever the times are.
            add(removal, removal.completion() == Completion.OK ? upTo - 1 : Long.MAX_VALUE, Operation.NEVER);
        } else {
            add(removal, upTo == 0 ? Long.MAX_VALUE : upTo, removal.completedAt());
        }
    }

    private void add(Operation removal, long upTo, long until) {
        if (upTo > 0) {
            found.computeIfAbsent(removal.subject(), subject -> new ArrayList<>())
                    .add(new Range(upTo, until));
        }
    }

    private Ranges all() {
        if (all == null) {
            all = new Ranges(found.values().stream().flatMap(List::stream).toList());
        }
        return all;
    }

    private void index(int subject, List<Range> ranges) {
        String filter = history.names().name(subject);
        if (Subjects.isLiteral(filter)) {
            bySubject.put(subject, new Ranges(ranges));
        } else {
            byFilter.put(Subjects.of(history.names(), filter), new Ranges(ranges));
        }
    }

    /** All messages up to a sequence that were published before a time. */
    private record Range(long upTo, long until) {}

    /** Several ranges: for each time, the greatest sequence of this range and of all that end later. */
    private static final class Ranges {
        private final TreeMap<Long, Long> greatest = new TreeMap<>();

        Ranges(List<Range> ranges) {
            long upTo = 0;
            for (Range range : ranges.stream()
                    .sorted(Comparator.comparingLong(Range::until).reversed())
                    .toList()) {
                upTo = Math.max(upTo, range.upTo());
                greatest.put(range.until(), upTo);
            }
        }

        boolean contain(long sequence, long publishedAt) {
            Map.Entry<Long, Long> later = greatest.higherEntry(publishedAt);
            return later != null && sequence <= later.getValue();
        }
    }
}

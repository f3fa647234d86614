package dev.binrun.check;

import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What clients asked to be removed from a stream; what was not answered may have been done. */
final class RequestedRemovals {
    private final History history;
    private final Map<Integer, List<Range>> found = new HashMap<>();
    private final Map<Integer, Ranges> bySubject = new HashMap<>();
    private final Map<Integer, Ranges> byFilter = new HashMap<>();
    private final Map<Integer, Subjects> filters = new HashMap<>();
    private final LongIntMap singles = new LongIntMap();
    private Ranges all;

    /** @param transformed whether subjects are stored as others, so that any filter may be for any of them */
    RequestedRemovals(History history, StreamState stream, StreamIntake came, boolean transformed) {
        this.history = history;
        int name = history.names().find(stream.name());
        Map<Integer, List<Integer>> keeping = new HashMap<>();
        for (int row = 0; row < history.size(); row++) {
            OperationKind kind = history.kind(row);
            boolean here = kind == OperationKind.REMOVE
                            && history.consumer(row) == 0
                            && (history.stream(row) == 0 || isIn(name, row))
                    || kind == OperationKind.KV_PURGE && isIn(name, row);
            if (here && history.answer(row).outcome() != OperationOutcome.FAILED) {
                if (history.kept(row) > 0 && (!transformed || history.subject(row) == 0)) {
                    keeping.computeIfAbsent(history.subject(row), subject -> new ArrayList<>())
                            .add(row);
                } else {
                    add(kind, row);
                }
            }
        }
        if (!keeping.isEmpty()) {
            new PurgeRetention(history, came, stream, keeping.keySet())
                    .each(keeping, (row, below) -> found(row, below, history.answered(row)));
        }
        found.forEach(this::index);
    }

    boolean any() {
        return !found.isEmpty() || singles.size() > 0;
    }

    /**
     * Whether a message may have been taken.
     *
     * @param subject that it is stored under; negative if that is not known
     * @param asked when it was published, at the earliest
     */
    boolean mayTake(long seq, int subject, long asked) {
        if (!any()) {
            return false;
        }
        if (subject < 0) {
            return singles.has(seq) || all().take(seq, asked);
        }
        if (singles.has(seq)
                || bySubject.containsKey(subject) && bySubject.get(subject).take(seq, asked)) {
            return true;
        }
        for (Map.Entry<Integer, Ranges> each : byFilter.entrySet()) {
            if (each.getValue().take(seq, asked) && filters.get(each.getKey()).take(subject)) {
                return true;
            }
        }
        return false;
    }

    private boolean isIn(int name, int row) {
        return history.stream(row) == name;
    }

    private void add(OperationKind kind, int row) {
        if (history.single(row)) {
            singles.put(history.seq(row), 0);
            return;
        }
        long upTo = history.seq(row);
        if (kind == OperationKind.KV_PURGE) { // the sequences say what came first
            found(row, history.answer(row) == Completion.OK ? upTo - 1 : Long.MAX_VALUE, Long.MAX_VALUE);
        } else {
            found(row, upTo == 0 ? Long.MAX_VALUE : upTo, history.answered(row));
        }
    }

    private void found(int row, long upTo, long until) {
        if (upTo > 0) {
            found.computeIfAbsent(history.subject(row), subject -> new ArrayList<>())
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
        (Subjects.isLiteral(filter) ? bySubject : byFilter).put(subject, new Ranges(ranges));
        filters.put(subject, Subjects.of(history.names(), filter));
    }

    /** Takes all up to a sequence that was published until some time. */
    private record Range(long upTo, long until) {}

    /** The ranges by their times, each with the greatest sequence that it or a later one takes. */
    private static final class Ranges {
        private final long[] until;
        private final long[] upTo;

        Ranges(List<Range> ranges) {
            List<Range> sorted = ranges.stream()
                    .sorted(Comparator.comparingLong(Range::until))
                    .toList();
            until = sorted.stream().mapToLong(Range::until).toArray();
            upTo = sorted.stream().mapToLong(Range::upTo).toArray();
            for (int i = upTo.length - 2; i >= 0; i--) {
                upTo[i] = Math.max(upTo[i], upTo[i + 1]);
            }
        }

        boolean take(long seq, long asked) {
            int at = Arrays.binarySearch(until, asked);
            int first = at < 0 ? -at - 1 : at;
            while (first < until.length && until[first] <= asked && until[first] != Long.MAX_VALUE) {
                first++;
            }
            return first < until.length && seq <= upTo[first];
        }
    }
}

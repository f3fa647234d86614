package dev.binrun.check;

import dev.binrun.history.Answer;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Outcome;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What clients asked to be removed from a stream; what was not answered may have been done. */
final class Removals {
    private final History history;
    private final StreamState stream;
    private final Map<Integer, List<Range>> found = new HashMap<>();
    private final Map<Integer, Ranges> bySubject = new HashMap<>();
    private final Map<Integer, Ranges> byFilter = new HashMap<>();
    private final Map<Integer, Subjects> filters = new HashMap<>();
    private final Tally singles = new Tally();

    Removals(History history, StreamState stream) {
        this.history = history;
        this.stream = stream;
        int name = history.names().find(stream.name());
        for (int row = 0; row < history.size(); row++) {
            Kind kind = history.kind(row);
            boolean here =
                    kind == Kind.REMOVE && history.consumer(row) == 0 && (history.stream(row) == 0 || isIn(name, row))
                            || kind == Kind.KV_PURGE && isIn(name, row);
            if (here && history.answer(row).outcome() != Outcome.FAILED) {
                add(kind, row);
            }
        }
        found.forEach(this::index);
    }

    boolean any() {
        return !found.isEmpty() || singles.size() > 0;
    }

    /**
     * Whether a message may have been taken.
     *
     * @param asked when it was published, at the earliest
     */
    boolean mayTake(long seq, int subject, long asked) {
        if (!any()) {
            return false;
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

    private void add(Kind kind, int row) {
        if (history.single(row)) {
            singles.put(history.seq(row), 0);
            return;
        }
        long upTo = history.seq(row);
        long until = history.answered(row);
        if (kind == Kind.KV_PURGE) {
            upTo = history.answer(row) == Answer.OK ? upTo - 1 : Long.MAX_VALUE;
            until = Long.MAX_VALUE; // the sequences say what came first
        } else if (history.kept(row) > 0) {
            upTo = belowKept(row, history.kept(row));
        }
        found.computeIfAbsent(history.subject(row), subject -> new ArrayList<>())
                .add(new Range(upTo == 0 && history.kept(row) == 0 ? Long.MAX_VALUE : upTo, until));
    }

    /**
     * The last sequence below those that a purge left for certain: the newest that may have been there. What was not answered may have
     * been newer.
     */
    private long belowKept(int removal, long kept) {
        Subjects subjects = filter(history.subject(removal));
        int name = history.names().find(stream.name());
        Tally later = new Tally();
        long unknown = 0;
        long[] seqs = new long[history.size() + stream.size()];
        int size = 0;
        for (int row = 0; row < history.size(); row++) {
            if (Stored.isAcknowledged(history, row, name) && subjects.take(history.subject(row))) {
                if (history.asked(row) < history.answered(removal)) {
                    seqs[size++] = history.seq(row);
                } else {
                    later.put(history.seq(row), 0);
                }
            } else if (Stored.mayBeStored(history, row, name) && subjects.take(history.subject(row))) {
                unknown++;
            }
        }
        for (int i = 0; i < stream.size(); i++) {
            if (!later.has(stream.seq(i)) && subjects.take(stream.subject(i))) {
                seqs[size++] = stream.seq(i);
            }
        }
        long[] newest = Arrays.stream(seqs, 0, size).sorted().distinct().toArray();
        long sure = Math.max(0, kept - unknown);
        return newest.length <= sure ? -1 : newest[(int) (newest.length - sure - 1)];
    }

    private void index(int subject, List<Range> ranges) {
        String filter = history.names().name(subject);
        boolean literal = !filter.isEmpty() && !filter.contains("*") && !filter.endsWith(">");
        (literal ? bySubject : byFilter).put(subject, new Ranges(ranges));
        filters.put(subject, filter(subject));
    }

    private Subjects filter(int subject) {
        String filter = history.names().name(subject);
        return new Subjects(history.names(), filter.isEmpty() ? List.of() : List.of(filter));
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

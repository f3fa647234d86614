package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The limits that a stream had in the run, for what has left may have left by any of them. What was asked for and not answered may have been in
 * force, and what it was to replace, too.
 */
final class LimitHistory {
    /** More than anyone edits a stream by hand; of the earliest beyond these the narrowest of each limit is taken. */
    private static final int MOST = 32;

    /**
     * Limits in force for a time, in the history's nanoseconds.
     *
     * @param from when they were, at the earliest
     * @param set when they were, at the latest
     * @param until when others had taken their place, at the latest; {@link Long#MAX_VALUE} if they are in force at the end
     */
    record Term(StreamLimits limits, long from, long set, long until) {
        private Term with(Term other) {
            StreamLimits a = limits;
            StreamLimits b = other.limits;
            StreamLimits both = new StreamLimits(
                    a.leavesWhenAcked() || b.leavesWhenAcked(),
                    narrower(a.maxMsgs(), b.maxMsgs()),
                    narrower(a.maxMsgsPerSubject(), b.maxMsgsPerSubject()),
                    narrower(a.maxBytes(), b.maxBytes()),
                    Duration.ofNanos(narrower(a.maxAge().toNanos(), b.maxAge().toNanos())),
                    a.discardNew() && b.discardNew(),
                    a.mirrorOf(),
                    a.mirrorFilters(),
                    a.interest() || b.interest(),
                    a.discardNewPerSubject() && b.discardNewPerSubject(),
                    OptionalLong.empty(),
                    a.sourced() || b.sourced(),
                    a.transforms() || b.transforms(),
                    a.ttls() || b.ttls());
            return new Term(
                    a.equals(b) ? a : both,
                    Math.min(from, other.from),
                    Math.max(set, other.set),
                    Math.max(until, other.until));
        }

        private static long narrower(long a, long b) {
            return a <= 0 || b <= 0 ? Math.max(a, b) : Math.min(a, b);
        }
    }

    private final List<Term> terms = new ArrayList<>();

    /** @param last as they are at the end */
    LimitHistory(History history, String stream, StreamLimits last) {
        noted(history, history.names().find(stream));
        Term end = new Term(last, 0, 0, Long.MAX_VALUE);
        if (terms.stream().noneMatch(term -> term.limits.equals(last) && term.until == Long.MAX_VALUE)) {
            terms.add(end);
        }
    }

    private LimitHistory(StreamLimits only) {
        terms.add(new Term(only, 0, 0, Long.MAX_VALUE));
    }

    /** These limits, and never any others. */
    static LimitHistory always(StreamLimits limits) {
        return new LimitHistory(limits);
    }

    /** Returns whether a stream has such limits at the end; of a stream that no longer exists, whether it ever had. */
    static boolean has(History history, StreamState state, Predicate<StreamLimits> such) {
        return state.isThere()
                ? such.test(state.limits())
                : new LimitHistory(history, state.name(), state.limits())
                        .all().stream().map(Term::limits).anyMatch(such);
    }

    /** Those that were in force after a time, or when what was asked then was done. */
    List<Term> since(long time) {
        return terms.size() == 1
                ? terms
                : terms.stream().filter(term -> term.until > time).toList();
    }

    /** All of them. */
    List<Term> all() {
        return terms;
    }

    /** How long after a time, at the least, a message that came then may have been taken for its age, in nanoseconds; 0 for never. */
    long age(long asked) {
        long least = 0;
        for (Term term : terms) {
            long age = term.limits.maxAge().toNanos();
            long gone = Math.max(asked + age, term.from);
            if (age > 0 && gone < term.until) {
                least = least == 0 ? gone - asked : Math.min(least, gone - asked);
            }
        }
        return least;
    }

    private void noted(History history, int stream) {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < history.size(); row++) {
            if (history.kind(row) == OperationKind.CONFIGURE
                    && history.stream(row) == stream
                    && history.answer(row).outcome() != OperationOutcome.FAILED) {
                rows.add(row);
            }
        }
        long[] done = new long[rows.size() + 1];
        done[rows.size()] = Long.MAX_VALUE;
        for (int i = rows.size() - 1; i >= 0; i--) {
            done[i] = Math.min(done[i + 1], history.answered(rows.get(i)));
        }
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.get(i);
            int next = i + 1;
            while (next < rows.size() && history.asked(rows.get(next)) < history.answered(row)) {
                next++;
            }
            add(new Term(history.limits(row), history.asked(row), history.answered(row), done[next]));
        }
    }

    private void add(Term term) {
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i).limits.equals(term.limits)) {
                terms.set(i, terms.get(i).with(term));
                return;
            }
        }
        terms.add(term);
        if (terms.size() > MOST) {
            terms.set(1, terms.get(0).with(terms.get(1)));
            terms.remove(0);
        }
    }
}

package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The limits that a stream had during a run, because each of them may have removed messages. If the outcome of a
 * request to change the limits is unknown, both the new and the old ones may have been in force.
 */
final class LimitHistory {
    /**
     * Limits and the time during which they may have been in force, in nanoseconds since the start of the history.
     *
     * @param from the earliest time at which they were set
     * @param set the latest time at which they were set
     * @param until the latest time at which others replaced them; {@link Operation#NEVER} if they are in force at the
     *     end
     */
    record Term(StreamLimits limits, long from, long set, long until) {
        /** Returns whether the limits are in force at the end. */
        boolean isCurrent() {
            return until == Operation.NEVER;
        }

        private Term mergedWith(Term other) {
            return new Term(limits, Math.min(from, other.from), Math.max(set, other.set), Math.max(until, other.until));
        }
    }

    private final List<Term> terms = new ArrayList<>();

    /** @param last the limits at the end */
    LimitHistory(History history, String stream, StreamLimits last) {
        addChanges(history.operations(
                        stream, operation -> operation.kind() == OperationKind.CONFIGURE && !operation.hasFailed())
                .toList());
        if (terms.stream().noneMatch(term -> term.limits.equals(last) && term.isCurrent())) {
            terms.add(new Term(last, 0, 0, Operation.NEVER));
        }
    }

    private LimitHistory(StreamLimits only) {
        terms.add(new Term(only, 0, 0, Operation.NEVER));
    }

    /** Returns a history in which a stream always had the same limits. */
    static LimitHistory always(StreamLimits limits) {
        return new LimitHistory(limits);
    }

    /**
     * Returns whether a stream has limits with a property at the end. For a stream that no longer exists, returns
     * whether it ever had such limits.
     */
    static boolean has(History history, StreamState state, Predicate<StreamLimits> property) {
        return state.exists()
                ? property.test(state.limits())
                : new LimitHistory(history, state.name(), state.limits()).had(property);
    }

    /** Returns whether the stream had limits with a property at any time. */
    boolean had(Predicate<StreamLimits> property) {
        return hadSince(Long.MIN_VALUE, property);
    }

    /** Returns whether limits with a property may have been in force after a time. */
    boolean hadSince(long time, Predicate<StreamLimits> property) {
        return anySince(time, term -> property.test(term.limits));
    }

    /** Returns whether one of the limits that may have been in force after a time matches. */
    boolean anySince(long time, Predicate<Term> condition) {
        for (Term term : terms) {
            if (term.until > time && condition.test(term)) {
                return true;
            }
        }
        return false;
    }

    /** Returns all limits that the stream had. */
    List<Term> all() {
        return terms;
    }

    /**
     * Returns the shortest time in nanoseconds after which {@code max_age} may have removed a message; 0 if it never
     * can have.
     */
    long age(long publishedAt) {
        long least = 0;
        for (Term term : terms) {
            long age = term.limits.maxAge().toNanos();
            long gone = Math.max(publishedAt + age, term.from);
            if (age > 0 && gone < term.until) {
                least = least == 0 ? gone - publishedAt : Math.min(least, gone - publishedAt);
            }
        }
        return least;
    }

    /** A change ends the time of earlier limits when it, or a later change, is certainly done. */
    private void addChanges(List<Operation> changes) {
        long[] done = new long[changes.size() + 1];
        done[changes.size()] = Operation.NEVER;
        for (int i = changes.size() - 1; i >= 0; i--) {
            done[i] = Math.min(done[i + 1], changes.get(i).completedAt());
        }
        for (int i = 0; i < changes.size(); i++) {
            Operation change = changes.get(i);
            int next = i + 1;
            while (next < changes.size() && changes.get(next).invokedAt() < change.completedAt()) {
                next++;
            }
            add(new Term(change.limits(), change.invokedAt(), change.completedAt(), done[next]));
        }
    }

    private void add(Term term) {
        for (int i = 0; i < terms.size(); i++) {
            if (terms.get(i).limits.equals(term.limits)) {
                terms.set(i, terms.get(i).mergedWith(term));
                return;
            }
        }
        terms.add(term);
    }
}

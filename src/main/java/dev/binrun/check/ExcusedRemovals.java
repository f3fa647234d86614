package dev.binrun.check;

import dev.binrun.check.LimitHistory.Term;
import dev.binrun.history.Completion;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether a message may have left a stream rightly: by a limit that the stream had, its own time to live, or a request. */
final class ExcusedRemovals {
    private static final long SECOND = 1_000_000_000L;

    /** A subject that is not known, so that it may be any. */
    private static final int ANY = -1;

    private final History history;
    private final StreamState stream;
    private final StreamIntake came;
    private final LimitHistory limits;
    private final long end;
    private final boolean transformed;
    private final RequestedRemovals removals;
    private final Map<Long, Long> lasts = new HashMap<>();
    private SubjectLimit subjects;
    private SizeLimit sizes;
    private LongIntMap expired;
    private Map<Long, List<Integer>> byId;

    /** @param end when the state was read, in the history's nanoseconds */
    ExcusedRemovals(History history, StreamState stream, long end) {
        this(history, stream, StreamIntake.to(history, stream), end, false);
    }

    /** @param fixed whether nothing can have changed a subject */
    ExcusedRemovals(History history, StreamState stream, long end, boolean fixed) {
        this(history, stream, StreamIntake.to(history, stream), end, fixed);
    }

    /** Of what came to a stream another way than by publishing to it. */
    ExcusedRemovals(History history, StreamState stream, StreamIntake came, long end) {
        this(history, stream, came, end, false);
    }

    private ExcusedRemovals(History history, StreamState stream, StreamIntake came, long end, boolean fixed) {
        this.history = history;
        this.stream = stream;
        this.came = came;
        this.limits = stream.isThere()
                ? new LimitHistory(history, stream.name(), stream.limits())
                : LimitHistory.always(stream.limits()); // what limits it had does not say where it is
        this.end = end;
        this.transformed =
                !fixed && (limits.all().stream().anyMatch(term -> term.limits().transforms()) || came.transformed());
        this.removals = new RequestedRemovals(history, stream, came, transformed);
    }

    /** Whether a message that was acknowledged and is not there may have left rightly. */
    boolean mayHaveLeft(int row) {
        return mayHaveLeftByLimit(row)
                || publishes(row).stream()
                        .anyMatch(publish -> removals.mayTake(
                                history.seq(row), subject(history.subject(publish)), history.asked(publish)));
    }

    /** Returns whether a limit of the stream, or its own time to live, may have removed a message that was acknowledged. */
    boolean mayHaveLeftByLimit(int row) {
        return publishes(row).stream()
                .anyMatch(publish -> byAge(history, limits, publish, end)
                        || byLimits(history.seq(row), history.subject(publish), history.asked(publish)));
    }

    /** The same of a message that another stream has, where it is not known who published it, and when. */
    boolean mayHaveLeft(StreamState other, int index) {
        int subject = other.limits().transforms() ? ANY : other.subject(index);
        return limits.all().stream().anyMatch(term -> !term.limits().maxAge().isZero())
                || byOwnAge(stream, other, index)
                || byLimits(other.seq(index), subject, 0)
                || removals.mayTake(other.seq(index), subject(subject), 0)
                || expiredUnanswered(subject);
    }

    /** Returns whether a limit of this stream may have removed a message that the other stream still has. */
    boolean mayHaveLeftByLimit(StreamState other, int index) {
        int subject = other.limits().transforms() ? ANY : other.subject(index);
        return byMaxAge(other.time(index)) || byOwnAge(stream, other, index) || byLimits(other.seq(index), subject, 0);
    }

    /** @param time when the message was stored, in nanoseconds since 1970 */
    private boolean byMaxAge(long time) {
        return limits.all().stream()
                .mapToLong(term -> term.limits().maxAge().toNanos())
                .anyMatch(age -> age > 0 && (stream.readAt() == 0 || stream.readAt() - time >= age));
    }

    /** The limits that the stream had since a message was published. */
    List<StreamLimits> limitsSince(int row) {
        return limits.since(history.asked(row)).stream().map(Term::limits).toList();
    }

    /** All limits that the stream had. */
    List<StreamLimits> limits() {
        return limits.all().stream().map(Term::limits).toList();
    }

    /** Returns whether a request may have removed a message that the other stream still has. */
    boolean byRequest(StreamState other, int index) {
        int subject = other.limits().transforms() ? ANY : other.subject(index);
        return removals.mayTake(other.seq(index), subject(subject), 0);
    }

    /** Whether a request may have taken it. */
    boolean byRequest(int row) {
        return removals.mayTake(history.seq(row), subject(history.subject(row)), history.asked(row));
    }

    /** The server takes what is past either of its own time and the stream's {@code max_age} (filestore.go, expireMsgs). */
    static boolean byAge(History history, LimitHistory limits, int row, long end) {
        long own = history.ttlSeconds(row) * SECOND;
        long age = own < 0 ? 0 : limits.age(history.asked(row));
        long since = end - history.asked(row);
        return own > 0 && since >= own || age > 0 && since >= age;
    }

    /** Whether a message that one stream has, or a replica, was past its own time when another was read. */
    static boolean byOwnAge(StreamState lacks, StreamState has, int index) {
        long own = has.ttlSeconds(index) * SECOND;
        return lacks.limits().ttls() && own > 0 && lacks.readAt() - has.time(index) >= own;
    }

    /** Whether a message of the subject that was not acknowledged may be past its own time to live. */
    private boolean expiredUnanswered(int subject) {
        if (expired == null) {
            expired = new LongIntMap();
            for (int row = 0; row < history.size(); row++) {
                if (came.unanswered(row) && byAge(history, limits, row, end)) {
                    expired.put(history.subject(row), 0);
                }
            }
        }
        return subject == ANY ? expired.size() > 0 : expired.has(subject);
    }

    private boolean byLimits(long seq, int subject, long since) {
        List<Term> terms = limits.since(since);
        return byHead(terms, seq) || bySubject(terms, seq, subject(subject), since);
    }

    /** The subject that a message is stored under, as far as it is known. */
    private int subject(int subject) {
        return transformed ? ANY : subject;
    }

    /** What may have stored the message: if it was a duplicate, another one that had its id. */
    private List<Integer> publishes(int row) {
        if (history.answer(row) != Completion.DUPLICATE || history.id(row) == 0) {
            return List.of(row);
        }
        if (byId == null) {
            byId = new HashMap<>();
            for (int i = 0; i < history.size(); i++) {
                boolean stored = history.kind(i) == OperationKind.PUBLISH
                        && history.answer(i) != Completion.DUPLICATE
                        && history.answer(i).outcome() != OperationOutcome.FAILED;
                if (history.id(i) != 0 && stored) {
                    byId.computeIfAbsent(history.id(i), id -> new ArrayList<>()).add(i);
                }
            }
        }
        return byId.getOrDefault(history.id(row), List.of(row));
    }

    /** Limits on the whole stream take from its head; what was taken had at least so much after it. */
    private boolean byHead(List<Term> terms, long seq) {
        if (stream.size() > 0 && seq >= stream.firstSeq()) {
            return false;
        }
        for (Term term : terms) {
            StreamLimits each = term.limits();
            boolean taken = each.maxMsgs() > 0 && after(seq, lastAt(term.until())) >= each.maxMsgs()
                    || each.maxBytes() > 0 && bySize(term, seq);
            if (taken && !each.discardNew()) {
                return true;
            }
        }
        return false;
    }

    private boolean bySize(Term term, long seq) {
        if (sizes == null) {
            boolean emptied = removals.any()
                    || limits.all().stream().map(Term::limits).anyMatch(ExcusedRemovals::empties)
                    || came.anyExpires();
            sizes = new SizeLimit(history, stream, came, emptied);
        }
        return sizes.mayTake(seq, term, lastAt(term.until()));
    }

    /** Whether messages leave by it from anywhere in the stream. */
    private static boolean empties(StreamLimits limits) {
        return limits.leavesWhenAcked()
                || limits.maxMsgsPerSubject() > 0
                || !limits.maxAge().isZero();
    }

    /** The newest of a subject stay, so that there must have been so many newer ones. */
    private boolean bySubject(List<Term> terms, long seq, int subject, long since) {
        for (Term term : terms) {
            StreamLimits each = term.limits();
            boolean refuses = each.discardNew() && each.discardNewPerSubject();
            if (each.maxMsgsPerSubject() > 0 && !(refuses && term.set() < since)) {
                // What refuses takes nothing, but when it is set (filestore.go, UpdateConfig).
                long last = lastAt(refuses ? term.set() : term.until());
                if (bySubject(seq, subject, each.maxMsgsPerSubject(), last)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean bySubject(long seq, int subject, long most, long last) {
        if (subject == ANY) {
            return after(seq, last) >= most;
        }
        if (subjects == null) {
            subjects = new SubjectLimit(history, came, stream, this::mayBeGone);
        }
        return subjects.mayTake(seq, subject, most, last);
    }

    private boolean mayBeGone(int row) {
        return came.unanswered(row)
                && (removals.any()
                        || byAge(history, limits, row, end)
                        || limits.all().stream().anyMatch(term -> term.limits().leavesWhenAcked()));
    }

    /** How many came after a message, at the most. */
    private long after(long seq, long last) {
        return Math.min(last, stream.lastSeq()) - seq;
    }

    private long lastAt(long time) {
        Long known = lasts.get(time);
        if (known == null) {
            known = came.lastAt(time);
            lasts.put(time, known);
        }
        return known;
    }
}

package dev.binrun.check;

import dev.binrun.check.LimitHistory.Term;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The messages that may have left a stream rightly: by a limit that the stream had, by their own time to live, or by a
 * request. A method that takes a {@link StreamMessage} is for a message that another stream has, and whose publish is
 * unknown.
 */
final class ExcusedRemovals {
    private static final long SECOND = 1_000_000_000L;

    private final History history;
    private final StreamState stream;
    private final StreamIntake intake;
    private final LimitHistory limits;
    private final long end;
    private final boolean transformed;
    private final RequestedRemovals removals;
    private final Map<Long, Long> lastSequences = new HashMap<>();
    private SubjectLimit subjectLimit;
    private SizeLimit sizeLimit;
    private Set<Integer> expiredSubjects;
    private OperationIndex storedById;

    /** @param end when the state was read, in nanoseconds since the start of the history */
    ExcusedRemovals(History history, StreamState stream, long end) {
        this(history, stream, end, false);
    }

    /** @param fixed whether nothing can have changed the subject of a message */
    ExcusedRemovals(History history, StreamState stream, long end, boolean fixed) {
        this(history, stream, StreamIntake.to(history, stream), end, fixed);
    }

    /** @param intake the messages that the stream received */
    ExcusedRemovals(History history, StreamState stream, StreamIntake intake, long end) {
        this(history, stream, intake, end, false);
    }

    private ExcusedRemovals(History history, StreamState stream, StreamIntake intake, long end, boolean fixed) {
        this.history = history;
        this.stream = stream;
        this.intake = intake;
        // Limits do not explain why a stream no longer exists.
        this.limits = stream.exists()
                ? new LimitHistory(history, stream.name(), stream.limits())
                : LimitHistory.always(stream.limits());
        this.end = end;
        this.transformed = !fixed && (limits.had(StreamLimits::transforms) || intake.isTransformed());
        this.removals = new RequestedRemovals(history, stream, intake, transformed);
    }

    /** Returns whether a limit, its time to live or a request may have removed an acknowledged message. */
    boolean mayHaveLeft(Operation publish) {
        return mayHaveLeftByLimit(publish)
                || anyStored(
                        publish,
                        original ->
                                removals.mayRemove(publish.sequence(), storedSubject(original), original.invokedAt()));
    }

    /** Returns whether a limit or its time to live may have removed an acknowledged message. */
    boolean mayHaveLeftByLimit(Operation publish) {
        return anyStored(
                publish,
                original -> byAge(limits, original, end)
                        || byLimits(publish.sequence(), storedSubject(original), original.invokedAt()));
    }

    /** Returns whether a limit, its time to live or a request may have removed a message that another stream has. */
    boolean mayHaveLeft(StreamMessage other) {
        return limits.had(limit -> !limit.maxAge().isZero())
                || byOwnAge(stream, other)
                || byLimits(other.sequence(), storedSubject(other), 0)
                || byRequest(other)
                || mayHaveExpiredUnknown(storedSubject(other));
    }

    /** Returns whether a limit or its time to live may have removed a message that another stream has. */
    boolean mayHaveLeftByLimit(StreamMessage other) {
        return byMaxAge(other.time()) || byOwnAge(stream, other) || byLimits(other.sequence(), storedSubject(other), 0);
    }

    /** Returns whether a request may have removed a message that another stream has. */
    boolean byRequest(StreamMessage other) {
        return removals.mayRemove(other.sequence(), storedSubject(other), 0);
    }

    /** Returns whether a request may have removed an acknowledged message. */
    boolean byRequest(Operation publish) {
        return removals.mayRemove(publish.sequence(), storedSubject(publish), publish.invokedAt());
    }

    /** Returns the limits that the stream had. */
    LimitHistory limits() {
        return limits;
    }

    /**
     * Returns whether its own time to live or {@code max_age}, whichever is shorter, may have removed a message
     * (filestore.go).
     */
    static boolean byAge(LimitHistory limits, Operation publish, long end) {
        long ttl = publish.ttlSeconds() * SECOND;
        long age = ttl < 0 ? 0 : limits.age(publish.invokedAt());
        long since = end - publish.invokedAt();
        return ttl > 0 && since >= ttl || age > 0 && since >= age;
    }

    /** Returns whether a message was past its own time to live when the stream that lacks it was read. */
    static boolean byOwnAge(StreamState lacks, StreamMessage other) {
        long ttl = other.ttlSeconds() * SECOND;
        return lacks.limits().ttls() && ttl > 0 && lacks.readAt() - other.time() >= ttl;
    }

    /** @param time when the message was stored, in nanoseconds since 1970 */
    private boolean byMaxAge(long time) {
        long age = stream.readAt() == 0 ? Long.MAX_VALUE : stream.readAt() - time;
        return limits.had(
                limit -> !limit.maxAge().isZero() && age >= limit.maxAge().toNanos());
    }

    /** Returns whether a message with a subject, and of a publish of unknown outcome, may be past its time to live. */
    private boolean mayHaveExpiredUnknown(Optional<Integer> subject) {
        if (expiredSubjects == null) {
            expiredSubjects = new HashSet<>();
            history.operations(operation -> intake.unknown(operation) && byAge(limits, operation, end))
                    .forEach(operation -> expiredSubjects.add(operation.subject()));
        }
        return subject.map(expiredSubjects::contains).orElse(!expiredSubjects.isEmpty());
    }

    /** Returns the subject under which the stream stored a message; empty if it is unknown. */
    private Optional<Integer> storedSubject(Operation publish) {
        return transformed ? Optional.empty() : Optional.of(publish.subject());
    }

    private Optional<Integer> storedSubject(StreamMessage other) {
        boolean unknown = transformed || other.state().limits().transforms();
        return unknown ? Optional.empty() : Optional.of(other.subject());
    }

    /** Tests the publishes that may have stored a message: for a duplicate, the earlier ones with the same id. */
    private boolean anyStored(Operation publish, Predicate<Operation> condition) {
        if (!publish.isDuplicate() || publish.messageId() == 0) {
            return condition.test(publish);
        }
        if (storedById == null) {
            storedById = new OperationIndex(history);
            history.operations(operation -> operation.kind() == OperationKind.PUBLISH
                            && operation.messageId() != 0
                            && !operation.isDuplicate()
                            && !operation.hasFailed())
                    .forEach(operation -> storedById.add(operation.messageId(), operation));
        }
        List<Operation> originals = storedById.all(publish.messageId());
        return originals.isEmpty()
                ? condition.test(publish)
                : originals.stream().anyMatch(condition);
    }

    private boolean byLimits(long sequence, Optional<Integer> subject, long since) {
        boolean inHead = stream.size() == 0 || sequence < stream.firstSequence();
        return limits.anySince(
                since,
                term -> inHead && byStreamLimit(term, sequence) || bySubjectLimit(term, sequence, subject, since));
    }

    /** Limits of the whole stream remove the oldest messages. */
    private boolean byStreamLimit(Term term, long sequence) {
        StreamLimits limit = term.limits();
        return !limit.discardNew()
                && (limit.maxMsgs() > 0 && newer(sequence, lastAt(term.until())) >= limit.maxMsgs()
                        || limit.maxBytes() > 0 && bySize(term, sequence));
    }

    private boolean bySize(Term term, long sequence) {
        if (sizeLimit == null) {
            boolean emptied = removals.any() || limits.had(ExcusedRemovals::removesAnywhere) || intake.anyExpires();
            sizeLimit = new SizeLimit(history, stream, intake, emptied);
        }
        return sizeLimit.mayRemove(sequence, term, lastAt(term.until()));
    }

    private static boolean removesAnywhere(StreamLimits limits) {
        return limits.leavesWhenAcked()
                || limits.maxMsgsPerSubject() > 0
                || !limits.maxAge().isZero();
    }

    /** A limit that rejects new messages removes messages only when it is set (filestore.go, UpdateConfig). */
    private boolean bySubjectLimit(Term term, long sequence, Optional<Integer> subject, long since) {
        StreamLimits limit = term.limits();
        boolean rejects = limit.discardNew() && limit.discardNewPerSubject();
        if (limit.maxMsgsPerSubject() <= 0 || rejects && term.set() < since) {
            return false;
        }
        long last = lastAt(rejects ? term.set() : term.until());
        if (subject.isEmpty()) {
            return newer(sequence, last) >= limit.maxMsgsPerSubject();
        }
        if (subjectLimit == null) {
            subjectLimit = new SubjectLimit(history, intake, stream, this::mayBeGone);
        }
        return subjectLimit.mayRemove(sequence, subject.get(), limit.maxMsgsPerSubject(), last);
    }

    private boolean mayBeGone(Operation operation) {
        return intake.unknown(operation)
                && (removals.any() || byAge(limits, operation, end) || limits.had(StreamLimits::leavesWhenAcked));
    }

    /** Returns the greatest possible number of messages after a sequence. */
    private long newer(long sequence, long last) {
        return Math.min(last, stream.lastSequence()) - sequence;
    }

    private long lastAt(long time) {
        return lastSequences.computeIfAbsent(time, intake::lastAt);
    }
}

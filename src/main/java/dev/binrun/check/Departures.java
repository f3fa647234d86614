package dev.binrun.check;

import dev.binrun.history.Answer;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Outcome;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether a message may have left a stream rightly: by a limit of the stream, its own time to live, or a request. */
final class Departures {
    /** More than headers, subject and the store's own bytes add to a payload, and what they add to most. */
    private static final long OVERHEAD = 8_192;

    private static final long USUAL_OVERHEAD = 256;

    private final History history;
    private final StreamState stream;
    private final StreamLimits limits;
    private final long end;
    private final int name;
    private final Removals removals;
    private SubjectLimit subjects;
    private Tally expired;
    private Map<Long, List<Integer>> byId;
    private long largest;
    private long noMoreThan = -1;

    /** @param end when the state was read, in the history's nanoseconds */
    Departures(History history, StreamState stream, long end) {
        this.history = history;
        this.stream = stream;
        this.limits = stream.limits();
        this.end = end;
        this.name = history.names().find(stream.name());
        this.removals = new Removals(history, stream);
    }

    /** Whether a message that was acknowledged and is not there may have left rightly. */
    boolean mayHaveLeft(int row) {
        for (int each : publishes(row)) {
            long since = history.asked(each);
            if (byAge(history, limits, each, end - since) || byOthers(history.seq(row), history.subject(each), since)) {
                return true;
            }
        }
        return false;
    }

    /** The same of a message of which it is not known who published it, and when. */
    boolean mayHaveLeft(long seq, int subject) {
        return !limits.maxAge().isZero() || byOthers(seq, subject, 0) || expiredUnanswered(subject);
    }

    /** Whether a message of the subject that was not acknowledged may be past its own time to live. */
    private boolean expiredUnanswered(int subject) {
        if (expired == null) {
            expired = new Tally();
            for (int row = 0; row < history.size(); row++) {
                if (Stored.mayBeStored(history, row, name) && byAge(history, limits, row, end - history.asked(row))) {
                    expired.put(history.subject(row), 0);
                }
            }
        }
        return expired.has(subject);
    }

    /** Whether a request may have taken it. */
    boolean byRequest(int row) {
        return removals.mayTake(history.seq(row), history.subject(row), history.asked(row));
    }

    private boolean byOthers(long seq, int subject, long since) {
        return byHead(seq) || bySubject(seq, subject) || removals.mayTake(seq, subject, since);
    }

    /** What may have stored the message: if it was a duplicate, another one that had its id. */
    private List<Integer> publishes(int row) {
        if (history.answer(row) != Answer.DUPLICATE || history.id(row) == 0) {
            return List.of(row);
        }
        if (byId == null) {
            byId = new HashMap<>();
            for (int i = 0; i < history.size(); i++) {
                boolean stored = history.kind(i) == Kind.PUBLISH
                        && history.answer(i) != Answer.DUPLICATE
                        && history.answer(i).outcome() != Outcome.FAILED;
                if (history.id(i) != 0 && stored) {
                    byId.computeIfAbsent(history.id(i), id -> new ArrayList<>()).add(i);
                }
            }
        }
        return byId.getOrDefault(history.id(row), List.of(row));
    }

    /** The server takes what is past either of its own time and the stream's {@code max_age} (filestore.go, expireMsgs). */
    static boolean byAge(History history, StreamLimits limits, int row, long age) {
        long ttl = history.ttlSeconds(row) * 1_000_000_000L;
        long maxAge = limits.maxAge().toNanos();
        return ttl > 0 && age >= ttl || ttl >= 0 && maxAge > 0 && age >= maxAge;
    }

    /** Limits on the whole stream take from its head; what was taken had at least so much after it. */
    private boolean byHead(long seq) {
        if (limits.discardNew() || stream.size() > 0 && seq >= stream.firstSeq()) {
            return false;
        }
        return limits.maxMsgs() > 0 && stream.lastSeq() - seq >= limits.maxMsgs()
                || limits.maxBytes() > 0 && byBytes(seq);
    }

    /** The stream is still full, or was: where something else makes room too, so much must have come after the message. */
    private boolean byBytes(long seq) {
        if (noMoreThan < 0) {
            measure();
        }
        boolean full = stream.bytes() + largest + OVERHEAD > limits.maxBytes();
        boolean emptied = removals.any() || limits.leavesWhenAcked() || limits.maxMsgsPerSubject() > 0;
        return full || emptied && seq <= noMoreThan;
    }

    /** How large messages are, and the last one after which enough came to fill the stream. */
    private void measure() {
        noMoreThan = 0;
        long after = 0;
        for (int row = history.size() - 1; row >= 0; row--) {
            boolean stored = Stored.isAcknowledged(history, row, name);
            if (stored || Stored.mayBeStored(history, row, name)) {
                largest = Math.max(largest, history.payloadSize(row));
                after += history.payloadSize(row) + USUAL_OVERHEAD;
            }
            if (stored && after > limits.maxBytes()) {
                noMoreThan = Math.max(noMoreThan, history.seq(row));
            }
        }
    }

    /** The newest of a subject stay, so that there must have been so many newer ones. */
    private boolean bySubject(long seq, int subject) {
        if (limits.maxMsgsPerSubject() <= 0 || limits.discardNew() && limits.discardNewPerSubject()) {
            return false;
        }
        if (subjects == null) {
            subjects = new SubjectLimit(history, stream, name, this::mayBeGone);
        }
        return subjects.mayTake(seq, subject);
    }

    private boolean mayBeGone(int row) {
        return Stored.mayBeStored(history, row, name)
                && (limits.leavesWhenAcked()
                        || removals.any()
                        || byAge(history, limits, row, end - history.asked(row)));
    }
}

package dev.binrun.check;

import dev.binrun.history.Answer;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Outcome;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.List;

/** Whether a message may have left a stream rightly: by a limit of the stream, its own time to live, or a request. */
final class Departures {
    /** More than headers, subject and the store's own bytes add to a payload. */
    private static final long OVERHEAD = 8_192;

    private final History history;
    private final StreamState stream;
    private final StreamLimits limits;
    private final long end;
    private final List<Integer> removals = new ArrayList<>();
    private int[] newer = {};
    private long[] lastOf = {};
    private long largest;

    /** @param end when the state was read, in the history's nanoseconds */
    Departures(History history, StreamState stream, long end) {
        this.history = history;
        this.stream = stream;
        this.limits = stream.limits();
        this.end = end;
        int name = history.names().find(stream.name());
        for (int row = 0; row < history.size(); row++) {
            Kind kind = history.kind(row);
            if (kind == null) {
                continue;
            }
            if (kind.stores()) {
                largest = Math.max(largest, history.payloadSize(row));
            }
            if ((kind == Kind.REMOVE || kind == Kind.KV_PURGE)
                    && history.stream(row) == name
                    && history.answer(row).outcome() != Outcome.FAILED) {
                removals.add(row);
            }
        }
    }

    /** Whether a message that is not there may have left rightly. */
    boolean mayHaveLeft(int row) {
        return byAge(row) || byHead(row) || bySubject(row) || byRequest(row);
    }

    private boolean byAge(int row) {
        long age = end - history.asked(row);
        long ttl = history.ttlSeconds(row) * 1_000_000_000L;
        return ttl > 0 && age >= ttl
                || limits.maxAge().toNanos() > 0 && age >= limits.maxAge().toNanos();
    }

    /** Limits on the whole stream take from its head; what was taken had at least so much after it. */
    private boolean byHead(int row) {
        long seq = history.seq(row);
        if (limits.discardNew() || seq >= stream.firstSeq()) {
            return false;
        }
        return limits.maxMsgs() > 0 && stream.lastSeq() - seq >= limits.maxMsgs()
                || limits.maxBytes() > 0 && stream.bytes() + largest + OVERHEAD > limits.maxBytes();
    }

    /** The newest of a subject stay, so that there must be so many newer ones. */
    private boolean bySubject(int row) {
        long most = limits.maxMsgsPerSubject();
        if (most <= 0) {
            return false;
        }
        if (newer.length == 0) {
            countSubjects();
        }
        int subject = history.subject(row);
        return newer[subject] >= most && lastOf[subject] > history.seq(row) && newerThan(row) >= most;
    }

    private long newerThan(int row) {
        if (limits.maxMsgsPerSubject() == 1) {
            return 1; // the last one
        }
        int found = stream.find(history.seq(row));
        long count = 0;
        for (int i = found < 0 ? -found - 1 : found + 1; i < stream.size() && count < limits.maxMsgsPerSubject(); i++) {
            count += stream.subject(i) == history.subject(row) ? 1 : 0;
        }
        return count;
    }

    private void countSubjects() {
        newer = new int[history.names().size()];
        lastOf = new long[newer.length];
        for (int i = 0; i < stream.size(); i++) {
            newer[stream.subject(i)]++;
            lastOf[stream.subject(i)] = stream.seq(i);
        }
    }

    private boolean byRequest(int row) {
        for (int removal : removals) {
            if (removes(removal, row)) {
                return true;
            }
        }
        return false;
    }

    private boolean removes(int removal, int row) {
        if (removal == row) {
            return false;
        }
        boolean purge = history.kind(removal) == Kind.KV_PURGE;
        String filter = Evidence.subject(history, removal);
        if (purge
                ? history.subject(removal) != history.subject(row)
                : !filter.isEmpty() && !Subjects.matches(filter, Evidence.subject(history, row))) {
            return false;
        }
        boolean asked = history.asked(row) < history.answered(removal);
        if (purge && history.answer(removal) == Answer.OK) {
            return history.seq(row) < history.seq(removal);
        }
        long upTo = history.seq(removal);
        return asked && (upTo == 0 || history.seq(row) <= upTo);
    }
}

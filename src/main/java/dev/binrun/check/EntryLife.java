package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.StreamLimits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** After which time an entry of a bucket may be gone: by its age, or because its stream makes room for newer ones. */
final class EntryLife {
    /** What headers, subject and the store's own bytes add to a payload, as a rule. */
    private static final long OVERHEAD = 256;

    private final History history;
    private final int stream;
    private final LimitHistory limits;
    private Map<Integer, Long> pushedOut;

    EntryLife(History history, int stream, LimitHistory limits) {
        this.history = history;
        this.stream = stream;
        this.limits = limits;
    }

    /** In nanoseconds from when it was asked for; 0 if it stays. */
    long of(int row) {
        long age = shorter(limits.age(history.asked(row)), history.ttlSeconds(row) * 1_000_000_000L);
        if (pushedOut == null) {
            pushedOut = new HashMap<>();
            limits.all().stream()
                    .map(LimitHistory.Term::limits)
                    .filter(EntryLife::pushesOut)
                    .forEach(each -> pushedOut(each).forEach((out, time) -> pushedOut.merge(out, time, Math::min)));
        }
        Long out = pushedOut.get(row);
        long life = out == null ? 0 : Math.max(1, out - history.asked(row));
        return life == 0 || age == 0 ? life + age : Math.min(life, age);
    }

    /** The server takes what is past either (filestore.go, expireMsgs), unless it is never to expire. */
    private static long shorter(long bucket, long own) {
        return own < 0 ? 0 : own == 0 || bucket == 0 ? own + bucket : Math.min(own, bucket);
    }

    private static boolean pushesOut(StreamLimits limits) {
        return !limits.discardNew() && (limits.maxMsgs() > 0 || limits.maxBytes() > 0);
    }

    /** When the first came that had an entry pushed out, by the entry's row: so many newer ones were there then. */
    private Map<Integer, Long> pushedOut(StreamLimits limits) {
        List<Integer> rows = new ArrayList<>();
        int unknown = 0;
        for (int row = 0; row < history.size(); row++) {
            if (AckedMessages.isAcknowledged(history, row, stream)) {
                rows.add(row);
            } else if (AckedMessages.mayBeStored(history, row, stream)) {
                unknown++;
            }
        }
        rows.sort(Comparator.comparingLong(history::seq));
        Map<Integer, Long> times = new HashMap<>();
        Newer newer = new Newer(limits);
        int next = 0;
        for (int first = 0; first < rows.size(); first++) {
            if (next > first) {
                newer.remove(rows.get(first));
            }
            next = Math.max(next, first + 1);
            while (!newer.fill(unknown) && next < rows.size()) {
                newer.add(rows.get(next++));
            }
            if (newer.fill(unknown)) {
                times.put(rows.get(first), history.asked(rows.get(next - 1)));
            }
        }
        return times;
    }

    /** The entries after one, of each key no more than the stream keeps. */
    private final class Newer {
        private final StreamLimits limits;
        private final Map<Integer, Integer> ofKey = new HashMap<>();
        private long count;
        private long bytes;

        Newer(StreamLimits limits) {
            this.limits = limits;
        }

        void add(int row) {
            count += ofKey.merge(history.subject(row), 1, Integer::sum) <= most() ? 1 : 0;
            bytes += size(row);
        }

        void remove(int row) {
            count -= ofKey.merge(history.subject(row), -1, Integer::sum) < most() ? 1 : 0;
            bytes -= size(row);
        }

        /** @param unknown how many more there may have been */
        boolean fill(int unknown) {
            return limits.maxMsgs() > 0 && count + unknown >= limits.maxMsgs()
                    || limits.maxBytes() > 0 && bytes + unknown * OVERHEAD + OVERHEAD > limits.maxBytes();
        }

        private long most() {
            return limits.maxMsgsPerSubject() > 0 ? limits.maxMsgsPerSubject() : Long.MAX_VALUE;
        }

        private long size(int row) {
            return history.payloadSize(row) + OVERHEAD;
        }
    }
}

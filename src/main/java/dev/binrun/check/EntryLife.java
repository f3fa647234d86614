package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamLimits;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The time after which the server may have removed an entry of a bucket, because of its age or because of newer
 * entries.
 */
final class EntryLife {
    /** The bytes that headers, subject and the store usually add to a payload. */
    private static final long OVERHEAD = 256;

    private final LimitHistory limits;
    private final List<Operation> writes;
    private final long unknownWrites;

    /** For each write, the earliest time at which newer entries may have removed its entry. */
    private Map<Operation, Long> removalTimes;

    EntryLife(History history, String stream, LimitHistory limits) {
        this.limits = limits;
        int number = history.names().find(stream);
        this.writes = AckedMessages.of(history, stream);
        this.unknownWrites = history.operations(operation -> AckedMessages.mayBeStored(operation, number))
                .count();
    }

    /**
     * Returns the shortest time after its invocation at which a write's entry may be gone, in nanoseconds; 0 for never.
     */
    long of(Operation write) {
        if (removalTimes == null) {
            removalTimes = new HashMap<>();
            limits.all().stream()
                    .map(LimitHistory.Term::limits)
                    .filter(EntryLife::removesOldest)
                    .forEach(this::findRemovals);
        }
        long age = shorter(limits.age(write.invokedAt()), write.ttlSeconds() * 1_000_000_000L);
        Long removal = removalTimes.get(write);
        long life = removal == null ? 0 : Math.max(1, removal - write.invokedAt());
        return life == 0 || age == 0 ? life + age : Math.min(life, age);
    }

    /**
     * Of the bucket's and the entry's own time to live, the shorter one counts (filestore.go, expireMsgs); a negative
     * one is endless.
     */
    private static long shorter(long bucket, long own) {
        return own < 0 ? 0 : own == 0 || bucket == 0 ? own + bucket : Math.min(own, bucket);
    }

    private static boolean removesOldest(StreamLimits limits) {
        return !limits.discardNew() && (limits.maxMsgs() > 0 || limits.maxBytes() > 0);
    }

    /** An entry can be removed when enough newer ones have been written to fill the stream. */
    private void findRemovals(StreamLimits limit) {
        List<Operation> ordered = writes.stream()
                .sorted(Comparator.comparingLong(Operation::sequence))
                .toList();
        NewerEntries newer = new NewerEntries(limit);
        int next = 0;
        for (int first = 0; first < ordered.size(); first++) {
            if (next > first) {
                newer.remove(ordered.get(first));
            }
            next = Math.max(next, first + 1);
            while (!newer.fillStream() && next < ordered.size()) {
                newer.add(ordered.get(next++));
            }
            if (newer.fillStream()) {
                removalTimes.merge(ordered.get(first), ordered.get(next - 1).invokedAt(), Math::min);
            }
        }
    }

    /** The entries after one entry; of each key no more than the stream keeps. */
    private final class NewerEntries {
        private final StreamLimits limit;
        private final Map<Integer, Integer> countOfKey = new HashMap<>();
        private long count;
        private long bytes;

        NewerEntries(StreamLimits limit) {
            this.limit = limit;
        }

        void add(Operation write) {
            count += countOfKey.merge(write.subject(), 1, Integer::sum) <= mostPerKey() ? 1 : 0;
            bytes += write.payloadSize() + OVERHEAD;
        }

        void remove(Operation write) {
            count -= countOfKey.merge(write.subject(), -1, Integer::sum) < mostPerKey() ? 1 : 0;
            bytes -= write.payloadSize() + OVERHEAD;
        }

        boolean fillStream() {
            return limit.maxMsgs() > 0 && count + unknownWrites >= limit.maxMsgs()
                    || limit.maxBytes() > 0 && bytes + (unknownWrites + 1) * OVERHEAD > limit.maxBytes();
        }

        private long mostPerKey() {
            return limit.maxMsgsPerSubject() > 0 ? limit.maxMsgsPerSubject() : Long.MAX_VALUE;
        }
    }
}

package dev.binrun.check;

import dev.binrun.history.Completion;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.History;
import dev.binrun.history.OperationKind;
import dev.binrun.history.OperationOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What was delivered to a consumer, in the order in which it came; and where consumer or stream is another of the same name. What
 * several clients heard, for they listen to the same subject, was delivered once.
 */
final class ConsumerDeliveries {
    private final History history;
    private final int stream;
    private final int consumer;
    private final List<Integer> removals = new ArrayList<>();
    private final BitSet fresh = new BitSet();
    private final long lastStreamMade;
    private final long lastMade;
    private long resetTo;
    private int ofLast;
    private int[] rows = new int[64];
    private int size;

    /** @param consumers of the stream */
    ConsumerDeliveries(History history, String stream, String consumer, List<ConsumerState> consumers) {
        this.history = history;
        this.stream = history.names().find(stream);
        this.consumer = history.names().find(consumer);
        List<Long> begun = consumers.stream()
                .filter(each -> each.name().equals(consumer))
                .map(ConsumerState::begun)
                .toList();
        List<Long> streams = StreamIncarnations.of(history, this.stream);
        this.lastStreamMade = streams.isEmpty() ? 0 : streams.get(streams.size() - 1);
        this.lastMade = begun.isEmpty() ? 0 : begun.get(begun.size() - 1);
        for (int row = 0; row < history.size(); row++) {
            OperationKind kind = history.kind(row);
            if (kind == OperationKind.DELIVER || kind == OperationKind.REMOVE) {
                add(kind, row);
            }
        }
        separate(new Moments(begun), new Moments(streams));
    }

    int size() {
        return size;
    }

    int row(int index) {
        return rows[index];
    }

    /** Whether a delivery is the first of another consumer of the name, or stream, or after a consumer was set back. */
    boolean ofNewConsumer(int index) {
        return fresh.get(index);
    }

    /** Whether a delivery came from the last consumer of the name, and the last stream. */
    boolean ofLastConsumer(int index) {
        long came = history.asked(rows[index]);
        return index >= ofLast && came >= lastMade && came >= lastStreamMade;
    }

    /** When the last consumer of the name began, at the earliest. */
    long lastMade() {
        return lastMade;
    }

    /** When the stream that is there at the end was made, if it was made anew; else 0. */
    long lastStreamMade() {
        return lastStreamMade;
    }

    /** The sequence that the last consumer of the name was set to, or may have been; 0 if it was not. */
    long resetTo() {
        return resetTo;
    }

    private void add(OperationKind kind, int row) {
        if (history.stream(row) != stream || history.consumer(row) != consumer) {
            return;
        }
        if (kind == OperationKind.DELIVER) {
            rows = size == rows.length ? Arrays.copyOf(rows, size * 2) : rows;
            rows[size++] = row;
        } else if (history.answer(row).outcome() != OperationOutcome.FAILED) {
            removals.add(row);
            reset(row);
        }
    }

    private void reset(int row) {
        boolean done = history.answer(row) == Completion.OK;
        if (history.reset(row) && history.seq(row) > 0 && history.asked(row) >= lastMade) {
            resetTo = done ? history.seq(row) : Math.max(resetTo, history.seq(row));
        }
    }

    /** Finds where others begin, and leaves out what was heard again. */
    private void separate(Moments begun, Moments streams) {
        Ends ends =
                new Ends(removals.stream().filter(row -> !history.reset(row)).toList());
        Ends resets = new Ends(removals.stream().filter(history::reset).toList());
        SharedDeliveries hearings = new SharedDeliveries(history);
        int all = size;
        size = 0;
        for (int i = 0; i < all; i++) {
            int row = rows[i];
            long from = i == 0 ? -1 : history.asked(rows[i - 1]);
            long to = history.asked(row);
            boolean another = begun.any(from, to) || streams.any(from, to) || ends.between(from, row);
            if (another || resets.between(from, row)) {
                hearings = new SharedDeliveries(history);
                fresh.set(size);
            }
            ofLast = another ? size : ofLast;
            if (hearings.isNew(row)) {
                rows[size++] = row;
            }
        }
        fresh.clear(size, all + 1);
    }

    /** Times, to be asked for what lies between. */
    private static final class Moments {
        private final long[] times;

        Moments(List<Long> times) {
            this.times = times.stream().mapToLong(Long::longValue).sorted().toArray();
        }

        /** Whether one is not before the first time, and before the second. */
        boolean any(long from, long to) {
            int at = countBefore(times, from);
            return at < times.length && times[at] < to;
        }
    }

    /** Requests that ended a consumer. */
    private final class Ends {
        private final Moments sure;
        private final long[] asked;
        private final long[] lastAnswered;

        Ends(List<Integer> requests) {
            sure = new Moments(requests.stream()
                    .filter(row -> history.answer(row) == Completion.OK)
                    .map(history::answered)
                    .toList());
            List<Integer> sorted = requests.stream()
                    .sorted((a, b) -> Long.compare(history.asked(a), history.asked(b)))
                    .toList();
            asked = sorted.stream().mapToLong(history::asked).toArray();
            lastAnswered = sorted.stream().mapToLong(history::answered).toArray();
            for (int i = 1; i < lastAnswered.length; i++) {
                lastAnswered[i] = Math.max(lastAnswered[i], lastAnswered[i - 1]);
            }
        }

        /** Whether one was done before a delivery, and not before the delivery before it: if it is not sure when, a first one tells. */
        boolean between(long from, int row) {
            int before = countBefore(asked, history.asked(row));
            boolean begins = history.consumerSeq(row) == 1 && before > 0 && lastAnswered[before - 1] >= from;
            return begins || sure.any(from, history.asked(row));
        }
    }

    private static int countBefore(long[] times, long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

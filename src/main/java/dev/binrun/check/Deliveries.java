package dev.binrun.check;

import dev.binrun.history.Answer;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What was delivered to a consumer, in the order in which it came; and where consumer or stream is another of the same name. */
final class Deliveries {
    private final History history;
    private final int stream;
    private final int consumer;
    private final List<Long> streams;
    private final List<Integer> removals = new ArrayList<>();
    private int[] rows = new int[64];
    private int size;

    Deliveries(History history, String stream, String consumer) {
        this.history = history;
        this.stream = history.names().find(stream);
        this.consumer = history.names().find(consumer);
        this.streams = Remakes.of(history, this.stream);
        for (int row = 0; row < history.size(); row++) {
            Kind kind = history.kind(row);
            if (kind == Kind.DELIVER || kind == Kind.REMOVE) {
                add(kind, row);
            }
        }
    }

    int size() {
        return size;
    }

    int row(int index) {
        return rows[index];
    }

    /** Whether a delivery is the first of another consumer of the name, or stream. */
    boolean ofNewConsumer(int index) {
        long from = index == 0 ? -1 : history.asked(rows[index - 1]);
        long to = history.asked(rows[index]);
        for (int removal : removals) {
            boolean sure = history.answer(removal) == Answer.OK
                    && from <= history.answered(removal)
                    && history.answered(removal) < to;
            boolean begun = history.consumerSeq(rows[index]) == 1 && history.asked(removal) < to;
            if (sure || begun && history.answered(removal) >= from) {
                return true;
            }
        }
        for (long time : streams) {
            if (from <= time && time < to) {
                return true;
            }
        }
        return false;
    }

    /** When the stream that is there at the end was made, if it was made anew; else 0. */
    long lastStreamMade() {
        return streams.isEmpty() ? 0 : streams.get(streams.size() - 1);
    }

    private void add(Kind kind, int row) {
        if (history.stream(row) != stream || history.consumer(row) != consumer) {
            return;
        }
        if (kind == Kind.DELIVER) {
            rows = size == rows.length ? Arrays.copyOf(rows, size * 2) : rows;
            rows[size++] = row;
        } else if (history.answer(row).outcome() != Outcome.FAILED) {
            removals.add(row);
        }
    }
}

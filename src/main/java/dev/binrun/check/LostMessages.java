package dev.binrun.check;

import dev.binrun.history.History;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Lost messages, told apart: which, when acknowledged, on which nodes they are missing, where in the stream. */
final class LostMessages {
    private static final int RANGES = 5;

    private final History history;
    private final StreamState state;
    private final Supplier<Map<String, StreamState>> readReplicas;
    private Map<String, StreamState> replicas = Map.of();
    private final LongIntMap others = new LongIntMap();
    private int[] rows = new int[16];
    private int size;
    private long first = Long.MAX_VALUE;
    private long last;

    /** @param replicas what each node holds, read only if something is lost */
    LostMessages(History history, StreamState state, Supplier<Map<String, StreamState>> replicas) {
        this.history = history;
        this.state = state;
        this.readReplicas = replicas;
    }

    /** A message is not lost. */
    void kept(long seq) {
        first = Math.min(first, seq);
        last = Math.max(last, seq);
    }

    /**
     * A message is lost.
     *
     * @param other what was acknowledged with the same sequence; -1 if nothing was
     */
    void add(int row, int other) {
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, size * 2);
        }
        rows[size++] = row;
        if (other >= 0) {
            others.put(row, other);
        }
    }

    boolean any() {
        return size > 0;
    }

    /** @param of how many were acknowledged */
    Judgement judgement(String stream, String of) {
        List<Integer> lost = IntStream.of(rows)
                .limit(size)
                .boxed()
                .sorted((a, b) -> Long.compare(history.seq(a), history.seq(b)))
                .toList();
        String unread = readReplicas();
        Evidence evidence = new Evidence();
        if (size > Evidence.LINES) {
            evidence.add(summary(lost));
        }
        for (int row : lost) {
            if (evidence.hasRoom()) {
                evidence.add(line(row));
            } else {
                evidence.leaveOut();
            }
        }
        return evidence.violated(Evidence.number(size) + " of " + of + " of " + stream
                + (size == 1 ? " is lost: " : " are lost: ") + places(lost) + unread);
    }

    /** What is lost is lost, even if the nodes do not say which of them lacks it. */
    private String readReplicas() {
        try {
            replicas = new TreeMap<>(readReplicas.get());
            return "";
        } catch (UnreadableException e) {
            return "; on which nodes is not known: " + e.getMessage();
        }
    }

    private String places(List<Integer> lost) {
        if (last == 0) {
            return "nothing is left";
        }
        long start = lost.stream().filter(row -> history.seq(row) < first).count();
        long end = lost.stream().filter(row -> history.seq(row) > last).count();
        List<String> places = new ArrayList<>();
        place(places, start, "at the start");
        place(places, size - start - end, "in the middle");
        place(places, end, "at the end");
        return String.join(", ", places);
    }

    private static void place(List<String> places, long count, String where) {
        if (count > 0) {
            places.add(Evidence.number(count) + " " + where);
        }
    }

    /** All of them in a line: their sequences, when they were acknowledged, how many each node lacks. */
    private String summary(List<Integer> lost) {
        List<String> ranges = new ArrayList<>();
        long from = -1;
        long to = -2;
        for (int row : lost) {
            long seq = history.seq(row);
            if (seq > to + 1) {
                range(ranges, from, to);
                from = seq;
            }
            to = seq;
        }
        range(ranges, from, to);
        String seqs = ranges.size() <= RANGES
                ? String.join(", ", ranges)
                : String.join(", ", ranges.subList(0, RANGES)) + ", … to " + to;
        long earliest = lost.stream().mapToLong(history::answered).min().orElseThrow();
        long latest = lost.stream().mapToLong(history::answered).max().orElseThrow();
        List<String> nodes = new ArrayList<>();
        replicas.forEach((node, replica) -> nodes.add(node + " lacks "
                + Evidence.number(lost.stream()
                        .filter(row -> !AckedMessages.isIn(replica, history, row))
                        .count())));
        return "seq " + seqs + "; acknowledged from " + Evidence.time(earliest) + " to " + Evidence.time(latest)
                + (nodes.isEmpty() ? "" : "; " + String.join(", ", nodes));
    }

    private static void range(List<String> ranges, long from, long to) {
        if (from >= 0) {
            ranges.add(from == to ? "" + from : from + " to " + to);
        }
    }

    private String line(int row) {
        List<String> missing = new ArrayList<>();
        replicas.forEach((node, replica) -> {
            if (!AckedMessages.isIn(replica, history, row)) {
                missing.add(node);
            }
        });
        return "seq " + history.seq(row) + " on " + Evidence.subject(history, row) + ", acknowledged to "
                + Evidence.client(history, row) + " at " + Evidence.time(history.answered(row))
                + where(row, missing);
    }

    private String where(int row, List<String> missing) {
        int other = others.get(row);
        if (other >= 0) {
            return "; the same seq was acknowledged to " + Evidence.client(history, other) + " at "
                    + Evidence.time(history.answered(other));
        }
        int there = state.find(history.seq(row));
        if (there >= 0 && AckedMessages.isIn(state, history, row)) {
            return "; the message there has the subject " + history.names().name(state.subject(there));
        }
        String on = replicas.isEmpty()
                ? ""
                : missing.isEmpty() ? "; though each replica has it" : "; missing on " + String.join(", ", missing);
        return on + (there >= 0 ? "; another message is there" : "");
    }
}

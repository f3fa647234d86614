package dev.binrun.check;

import dev.binrun.form.Count;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import dev.binrun.history.UnreadableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The lost messages of a stream, and the evidence: their sequences, acknowledgements, and the nodes that lack them. */
final class LostMessages {
    private static final int RANGES = 5;

    private final History history;
    private final StreamState state;
    private final Supplier<Map<String, StreamState>> replicaReader;
    private Map<String, StreamState> replicas = Map.of();
    private final List<Operation> lost = new ArrayList<>();

    /** For a lost message, another acknowledged one that has its place. */
    private final Map<Operation, Operation> others = new HashMap<>();

    private long firstKept = Long.MAX_VALUE;
    private long lastKept;

    /** @param replicaReader reads the replicas, only if a message is lost */
    LostMessages(History history, StreamState state, Supplier<Map<String, StreamState>> replicaReader) {
        this.history = history;
        this.state = state;
        this.replicaReader = replicaReader;
    }

    /** Adds a message that is not lost. */
    void addKept(long sequence) {
        firstKept = Math.min(firstKept, sequence);
        lastKept = Math.max(lastKept, sequence);
    }

    /** Adds a lost message. */
    void add(Operation publish) {
        lost.add(publish);
    }

    /** Adds a lost message whose sequence was acknowledged for another message too. */
    void add(Operation publish, Operation other) {
        lost.add(publish);
        others.put(publish, other);
    }

    /** Returns whether any message is lost. */
    boolean any() {
        return !lost.isEmpty();
    }

    /**
     * Returns the violation with its evidence.
     *
     * @param acknowledged the number of acknowledged messages in words
     */
    Judgement judgement(String stream, String acknowledged) {
        lost.sort(Comparator.comparingLong(Operation::sequence));
        String unread = readReplicas();
        Evidence evidence = new Evidence();
        if (lost.size() > Evidence.LINES) {
            evidence.add(this::summary);
        }
        lost.forEach(publish -> evidence.add(() -> line(publish)));
        String sentence = Evidence.number(lost.size()) + " of " + acknowledged + " of " + stream
                + Count.form(lost.size(), " is lost: ", " are lost: ") + places() + unread;
        return evidence.violated(sentence, lost);
    }

    /** A message is lost even if no node shows which replica lacks it. */
    private String readReplicas() {
        try {
            replicas = new TreeMap<>(replicaReader.get());
            return "";
        } catch (UnreadableException e) {
            return "; the nodes that lack it are unknown: " + e.getMessage();
        }
    }

    private String places() {
        if (lastKept == 0) {
            return "nothing is left";
        }
        long start =
                lost.stream().filter(publish -> publish.sequence() < firstKept).count();
        long end =
                lost.stream().filter(publish -> publish.sequence() > lastKept).count();
        List<String> places = new ArrayList<>();
        addPlace(places, start, "at the start");
        addPlace(places, lost.size() - start - end, "in the middle");
        addPlace(places, end, "at the end");
        return String.join(", ", places);
    }

    private static void addPlace(List<String> places, long count, String place) {
        if (count > 0) {
            places.add(Evidence.number(count) + " " + place);
        }
    }

    /** One line for all: their sequences, the times of their acknowledgements, and how many each node lacks. */
    private String summary() {
        List<String> ranges =
                ranges(lost.stream().mapToLong(Operation::sequence).distinct().toArray());
        long last = lost.get(lost.size() - 1).sequence();
        String sequences = ranges.size() <= RANGES
                ? String.join(", ", ranges)
                : String.join(", ", ranges.subList(0, RANGES)) + ", … to " + last;
        long earliest = lost.stream().mapToLong(Operation::completedAt).min().orElseThrow();
        long latest = lost.stream().mapToLong(Operation::completedAt).max().orElseThrow();
        StringBuilder nodes = new StringBuilder();
        replicas.forEach((node, replica) -> nodes.append(nodes.isEmpty() ? "; " : ", ")
                .append(node)
                .append(" lacks ")
                .append(Evidence.number(lost.stream()
                        .filter(publish -> !AckedMessages.isIn(replica, publish))
                        .count())));
        return "seq " + sequences + "; acknowledged from " + Evidence.time(earliest) + " to " + Evidence.time(latest)
                + nodes;
    }

    private static List<String> ranges(long[] sequences) {
        List<String> ranges = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= sequences.length; i++) {
            if (i == sequences.length || sequences[i] > sequences[i - 1] + 1) {
                long from = sequences[first];
                long to = sequences[i - 1];
                ranges.add(from == to ? "" + from : from + " to " + to);
                first = i;
            }
        }
        return ranges;
    }

    private String line(Operation publish) {
        return "seq " + publish.sequence() + " on " + publish.subjectName() + ", acknowledged to "
                + Evidence.completion(publish) + details(publish);
    }

    private String details(Operation publish) {
        Operation other = others.get(publish);
        if (other != null) {
            return "; the same seq was acknowledged to " + Evidence.completion(other);
        }
        Optional<StreamMessage> present = state.find(publish.sequence());
        if (present.isPresent() && AckedMessages.isIn(state, publish)) {
            return "; the message there has the subject "
                    + history.names().name(present.get().subject());
        }
        return nodes(publish) + (present.isPresent() ? "; another message is there" : "");
    }

    private String nodes(Operation publish) {
        if (replicas.isEmpty()) {
            return "";
        }
        List<String> missing = replicas.entrySet().stream()
                .filter(replica -> !AckedMessages.isIn(replica.getValue(), publish))
                .map(Map.Entry::getKey)
                .toList();
        return missing.isEmpty() ? "; though each replica has it" : "; missing on " + String.join(", ", missing);
    }
}

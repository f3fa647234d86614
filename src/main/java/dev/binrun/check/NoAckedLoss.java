package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Kind;
import dev.binrun.history.Names;
import dev.binrun.history.Outcome;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every acknowledged message is there, or was delivered and acknowledged, or left by a limit that says so. */
public record NoAckedLoss(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        List<Integer> acknowledged = Stored.acknowledged(history, stream);
        if (acknowledged.isEmpty()) {
            return new Judgement.Unknown("no publish to " + stream + " was acknowledged, so none can be lost");
        }
        StreamState state = end.stream(stream)
                .orElseGet(() -> StreamState.of(stream, StreamLimits.none(), history.names())
                        .build(0, 0, 0));
        Settled settled = new Settled(history, stream, end.consumers(stream));
        Departures departures = null;
        List<Integer> lost = new ArrayList<>();
        long first = Long.MAX_VALUE;
        long last = 0;
        for (int row : acknowledged) {
            long seq = history.seq(row);
            if (Stored.isIn(state, history, row) || settled.has(seq)) {
                first = Math.min(first, seq);
                last = Math.max(last, seq);
                continue;
            }
            departures = departures == null ? new Departures(history, state, end.at()) : departures;
            if (!departures.mayHaveLeft(row)) {
                lost.add(row);
            }
        }
        return lost.isEmpty()
                ? new Judgement.Held(Evidence.count(acknowledged.size(), "acknowledged message"))
                : new Loss(history, end, first, last, state).judgement(stream, lost, acknowledged.size());
    }

    /** What was delivered and acknowledged, or terminated; an acknowledgement without an answer may have been taken. */
    private static final class Settled {
        private final Tally seqs = new Tally();
        private final Map<Integer, Long> floors = new TreeMap<>();

        Settled(History history, String stream, List<ConsumerState> consumers) {
            Names names = history.names();
            int name = names.find(stream);
            List<Integer> none = named(names, consumers, "none");
            List<Integer> all = named(names, consumers, "all");
            for (int row = 0; row < history.size(); row++) {
                Kind kind = history.kind(row);
                if (kind == null
                        || history.stream(row) != name
                        || history.answer(row).outcome() == Outcome.FAILED) {
                    continue;
                }
                int consumer = history.consumer(row);
                if (kind == Kind.ACK || kind == Kind.TERM || kind == Kind.DELIVER && none.contains(consumer)) {
                    seqs.put(history.seq(row), 0);
                    if (kind == Kind.ACK && all.contains(consumer)) {
                        floors.merge(consumer, history.seq(row), Math::max);
                    }
                }
            }
            deliveredBelow(history, name);
        }

        boolean has(long seq) {
            return seqs.has(seq);
        }

        private static List<Integer> named(Names names, List<ConsumerState> consumers, String policy) {
            return consumers.stream()
                    .filter(consumer -> consumer.ackPolicy().equals(policy))
                    .map(consumer -> names.number(consumer.name()))
                    .toList();
        }

        /** With {@code ack_policy: all} an acknowledgement settles all that was delivered before. */
        private void deliveredBelow(History history, int stream) {
            for (int row = 0; row < history.size() && !floors.isEmpty(); row++) {
                if (history.kind(row) == Kind.DELIVER
                        && history.stream(row) == stream
                        && history.seq(row) <= floors.getOrDefault(history.consumer(row), 0L)) {
                    seqs.put(history.seq(row), 0);
                }
            }
        }
    }

    /** Lost messages, told apart: which, when acknowledged, on which nodes they are missing, where in the stream. */
    private record Loss(History history, FinalState end, long first, long last, StreamState state) {
        Judgement judgement(String stream, List<Integer> lost, int acknowledged) {
            lost.sort(Comparator.comparingLong(history::seq));
            Map<String, Integer> places =
                    new TreeMap<>(Comparator.comparing(List.of("start", "middle", "end")::indexOf));
            Map<String, StreamState> replicas = end.replicas(stream);
            Evidence evidence = new Evidence();
            for (int row : lost) {
                places.merge(place(row), 1, Integer::sum);
                if (evidence.hasRoom()) {
                    evidence.add(line(row, replicas));
                } else {
                    evidence.leaveOut();
                }
            }
            List<String> where = new ArrayList<>();
            places.forEach((place, count) -> where.add(
                    Evidence.number(count) + " " + (place.equals("middle") ? "in the middle" : "at the " + place)));
            String how = last == 0 ? "nothing is left" : String.join(", ", where);
            return evidence.violated(Evidence.number(lost.size()) + " of "
                    + Evidence.count(acknowledged, "acknowledged message") + " of " + stream
                    + (lost.size() == 1 ? " is lost: " : " are lost: ") + how);
        }

        private String place(int row) {
            return history.seq(row) < first ? "start" : history.seq(row) > last ? "end" : "middle";
        }

        private String line(int row, Map<String, StreamState> replicas) {
            List<String> missing = new ArrayList<>();
            new TreeMap<>(replicas).forEach((node, replica) -> {
                if (!Stored.isIn(replica, history, row)) {
                    missing.add(node);
                }
            });
            long seq = history.seq(row);
            String on = replicas.isEmpty()
                    ? ""
                    : missing.isEmpty() ? "; though each replica has it" : "; missing on " + String.join(", ", missing);
            return "seq " + seq + " on " + Evidence.subject(history, row) + ", acknowledged to "
                    + Evidence.client(history, row) + " at " + Evidence.time(history.answered(row)) + on
                    + (state.find(seq) >= 0 ? "; another message is there" : "");
        }
    }
}

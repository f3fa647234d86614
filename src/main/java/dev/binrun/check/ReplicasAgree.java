package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.Completion;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every replica holds the same messages. */
public record ReplicasAgree(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        Map<String, StreamState> replicas = new TreeMap<>(end.replicas(stream));
        if (replicas.isEmpty() && end.stream(stream).isEmpty()) {
            return new Judgement.Unknown(stream + " is not there at the end");
        }
        if (replicas.size() < 2) {
            return new Judgement.Unknown(stream + " has " + (replicas.isEmpty() ? "no replicas" : "one replica")
                    + ", so there is nothing to agree with");
        }
        if (replicas.values().stream().allMatch(replica -> replica.lastSeq() == 0)) {
            return new Judgement.Unknown("no message ever came to " + stream + ", so its replicas agree about nothing");
        }
        return new ReplicaComparison(history, replicas, end.at()).judge();
    }

    /** Goes through all replicas at once, sequence by sequence. */
    private final class ReplicaComparison {
        private final History history;
        private final List<String> nodes;
        private final List<StreamState> states;
        private final int[] at;
        private final long end;
        private LongIntMap rows;
        private final Evidence evidence = new Evidence();
        private long messages;

        ReplicaComparison(History history, Map<String, StreamState> replicas, long end) {
            this.end = end;
            this.history = history;
            this.nodes = List.copyOf(replicas.keySet());
            this.states = List.copyOf(replicas.values());
            this.at = new int[nodes.size()];
        }

        Judgement judge() {
            for (long seq = next(); seq < Long.MAX_VALUE; seq = next()) {
                messages++;
                compare(seq);
            }
            long differing = evidence.size();
            ends();
            String all = String.join(", ", nodes);
            return evidence.size() == 0
                    ? new Judgement.Held(Evidence.count(messages, "message") + " on " + all)
                    : evidence.violated("the replicas of " + stream + " on " + all + " differ in "
                            + Evidence.number(differing) + " of " + Evidence.count(messages, "message"));
        }

        private long next() {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < at.length; i++) {
                if (at[i] < states.get(i).size()) {
                    least = Math.min(least, states.get(i).seq(at[i]));
                }
            }
            return least;
        }

        private void compare(long seq) {
            List<String> missing = new ArrayList<>();
            List<String> other = new ArrayList<>();
            int first = 0;
            while (!has(first, seq)) {
                first++;
            }
            int index = at[first];
            for (int i = 0; i < at.length; i++) {
                StreamState state = states.get(i);
                if (!has(i, seq)) {
                    if (!expires(states.get(first), index, state)) {
                        missing.add(nodes.get(i));
                    }
                    continue;
                }
                if (!same(states.get(first), index, state, at[i])) {
                    other.add(nodes.get(i));
                }
                at[i]++;
            }
            if (!missing.isEmpty() || !other.isEmpty()) {
                evidence.add("seq " + seq + " on "
                        + history.names().name(states.get(first).subject(index))
                        + (missing.isEmpty() ? "" : " is missing on " + String.join(", ", missing))
                        + (missing.isEmpty() || other.isEmpty() ? "" : ", and")
                        + (other.isEmpty()
                                ? ""
                                : " is another message on " + String.join(", ", other) + " than on "
                                        + nodes.get(first)));
            }
        }

        private boolean has(int node, long seq) {
            StreamState state = states.get(node);
            return at[node] < state.size() && state.seq(at[node]) == seq;
        }

        /** Replicas are not read at one moment, and what expires leaves each at its own. */
        private boolean expires(StreamState has, int index, StreamState lacks) {
            if (rows == null) {
                rows = new LongIntMap();
                for (int row : AckedMessages.acknowledged(history, stream)) {
                    if (history.answer(row) != Completion.DUPLICATE || !rows.has(history.seq(row))) {
                        rows.put(history.seq(row), row);
                    }
                }
            }
            int row = rows.get(has.seq(index));
            StreamLimits limits = lacks.limits();
            return ExcusedRemovals.byOwnAge(lacks, has, index)
                    || (row < 0
                            ? !limits.maxAge().isZero() && has.seq(index) < lacks.firstSeq()
                            : ExcusedRemovals.byAge(history, LimitHistory.always(limits), row, end));
        }

        private static boolean same(StreamState a, int i, StreamState b, int j) {
            return a.subject(i) == b.subject(j)
                    && a.payload(i) == b.payload(j)
                    && a.id(i) == b.id(j)
                    && a.headers(i) == b.headers(j)
                    && a.time(i) == b.time(j);
        }

        private void ends() {
            if (states.stream().mapToLong(StreamState::lastSeq).distinct().count() > 1) {
                List<String> ends = new ArrayList<>();
                for (int i = 0; i < at.length; i++) {
                    ends.add(nodes.get(i) + " at " + states.get(i).lastSeq());
                }
                evidence.add("their last sequences differ: " + String.join(", ", ends));
            }
        }
    }
}

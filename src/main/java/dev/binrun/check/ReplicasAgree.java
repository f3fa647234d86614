package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every replica of a stream holds the same messages. */
public record ReplicasAgree(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        Map<String, StreamState> replicas = new TreeMap<>(end.replicas(stream));
        if (replicas.isEmpty() && end.stream(stream).isEmpty()) {
            return new Judgement.Unknown(stream + " does not exist at the end");
        }
        if (replicas.size() < 2) {
            return new Judgement.Unknown(stream + " has " + (replicas.isEmpty() ? "no replicas" : "one replica")
                    + ", so there is nothing to compare");
        }
        if (replicas.values().stream().allMatch(replica -> replica.lastSequence() == 0)) {
            return new Judgement.Unknown(
                    stream + " never stored a message, so there is nothing to compare between its replicas");
        }
        List<Replica> all = new ArrayList<>();
        replicas.forEach((node, replica) -> all.add(new Replica(node, replica.message(0))));
        return new ReplicaComparison(history, all, end.at()).judge();
    }

    /** Goes through all replicas at once, from sequence to sequence. */
    private final class ReplicaComparison {
        private final History history;
        private final List<Replica> replicas;
        private final long end;
        private OperationIndex publishes;
        private final Evidence evidence = new Evidence();

        ReplicaComparison(History history, List<Replica> replicas, long end) {
            this.history = history;
            this.replicas = replicas;
            this.end = end;
        }

        Judgement judge() {
            long count = 0;
            for (long sequence = next(); sequence < Long.MAX_VALUE; sequence = next()) {
                compare(sequence);
                count++;
            }
            long differing = evidence.size();
            compareLastSequences();
            String messages = Evidence.count(count, "message");
            String nodes = words(replica -> true, Replica::node);
            return evidence.size() == 0
                    ? new Judgement.Held(messages + " on " + nodes)
                    : evidence.violated("the replicas of " + stream + " on " + nodes + " differ in "
                            + Evidence.number(differing) + " of " + messages);
        }

        /** Returns the least sequence that was not compared; {@link Long#MAX_VALUE} if all were. */
        private long next() {
            long least = Long.MAX_VALUE;
            for (Replica replica : replicas) {
                least = Math.min(least, replica.sequence());
            }
            return least;
        }

        private void compare(long sequence) {
            Replica first = firstWith(sequence);
            boolean differ = false;
            for (Replica replica : replicas) {
                differ |= lacks(replica, first) || hasAnother(replica, first);
            }
            if (differ) {
                evidence.add(() -> difference(first));
            }
            for (Replica replica : replicas) {
                if (replica.sequence() == sequence) {
                    replica.message.moveOn();
                }
            }
        }

        private Replica firstWith(long sequence) {
            int first = 0;
            while (replicas.get(first).sequence() != sequence) {
                first++;
            }
            return replicas.get(first);
        }

        private boolean lacks(Replica replica, Replica first) {
            return replica.sequence() != first.sequence() && !mayHaveExpired(first.message, replica.state());
        }

        private boolean hasAnother(Replica replica, Replica first) {
            return replica.sequence() == first.sequence()
                    && !(first.message.hasContentOf(replica.message)
                            && first.message.subject() == replica.message.subject()
                            && first.message.time() == replica.message.time());
        }

        private String difference(Replica first) {
            String missing = words(replica -> lacks(replica, first), Replica::node);
            String other = words(replica -> hasAnother(replica, first), Replica::node);
            return "seq " + first.sequence() + " on " + history.names().name(first.message.subject())
                    + (missing.isEmpty() ? "" : " is missing on " + missing)
                    + (missing.isEmpty() || other.isEmpty() ? "" : ", and")
                    + (other.isEmpty() ? "" : " is another message on " + other + " than on " + first.node);
        }

        /** Replicas are read at different times, and each removes an expired message at its own time. */
        private boolean mayHaveExpired(StreamMessage message, StreamState lacks) {
            if (publishes == null) {
                publishes = publishes();
            }
            StreamLimits limits = lacks.limits();
            return ExcusedRemovals.byOwnAge(lacks, message)
                    || publishes
                            .latest(message.sequence())
                            .map(publish -> ExcusedRemovals.byAge(LimitHistory.always(limits), publish, end))
                            .orElseGet(() -> !limits.maxAge().isZero() && message.sequence() < lacks.firstSequence());
        }

        /** A duplicate does not replace the publish that stored the message. */
        private OperationIndex publishes() {
            OperationIndex index = new OperationIndex(history);
            for (Operation publish : AckedMessages.of(history, stream)) {
                if (!publish.isDuplicate() || !index.contains(publish.sequence())) {
                    index.add(publish.sequence(), publish);
                }
            }
            return index;
        }

        private void compareLastSequences() {
            if (replicas.stream()
                            .map(Replica::state)
                            .mapToLong(StreamState::lastSequence)
                            .distinct()
                            .count()
                    > 1) {
                evidence.add(() -> "their last sequences differ: "
                        + words(
                                replica -> true,
                                replica ->
                                        replica.node + " at " + replica.state().lastSequence()));
            }
        }

        private String words(Predicate<Replica> wanted, Function<Replica, String> words) {
            return replicas.stream().filter(wanted).map(words).collect(Collectors.joining(", "));
        }
    }

    /** One replica, and a view of its next message. */
    private record Replica(String node, StreamMessage message) {
        StreamState state() {
            return message.state();
        }

        /** Returns the sequence of the next message; {@link Long#MAX_VALUE} if there is none. */
        long sequence() {
            return message.exists() ? message.sequence() : Long.MAX_VALUE;
        }
    }
}

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
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

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
        return new ReplicaComparison(history, replicas, end.at()).judge();
    }

    private final class ReplicaComparison {
        private final History history;
        private final Map<String, StreamState> replicas;
        private final long end;
        private OperationIndex publishes;
        private final Evidence evidence = new Evidence();

        ReplicaComparison(History history, Map<String, StreamState> replicas, long end) {
            this.history = history;
            this.replicas = replicas;
            this.end = end;
        }

        Judgement judge() {
            long[] sequences = replicas.values().stream()
                    .flatMapToLong(replica -> replica.messages().mapToLong(StreamMessage::sequence))
                    .sorted()
                    .distinct()
                    .toArray();
            LongStream.of(sequences).forEach(this::compare);
            long differing = evidence.size();
            compareLastSequences();
            String messages = Evidence.count(sequences.length, "message");
            String nodes = String.join(", ", replicas.keySet());
            return evidence.size() == 0
                    ? new Judgement.Held(messages + " on " + nodes)
                    : evidence.violated("the replicas of " + stream + " on " + nodes + " differ in "
                            + Evidence.number(differing) + " of " + messages);
        }

        private void compare(long sequence) {
            List<String> missing = new ArrayList<>();
            List<String> other = new ArrayList<>();
            String firstNode = firstNodeWith(sequence);
            StreamMessage first = replicas.get(firstNode).find(sequence).orElseThrow();
            replicas.forEach((node, replica) -> {
                Optional<StreamMessage> message = replica.find(sequence);
                if (message.isEmpty() && !mayHaveExpired(first, replica)) {
                    missing.add(node);
                } else if (message.isPresent() && !isSame(first, message.get())) {
                    other.add(node);
                }
            });
            if (!missing.isEmpty() || !other.isEmpty()) {
                evidence.add(() -> "seq " + sequence + " on " + history.names().name(first.subject())
                        + (missing.isEmpty() ? "" : " is missing on " + String.join(", ", missing))
                        + (missing.isEmpty() || other.isEmpty() ? "" : ", and")
                        + (other.isEmpty()
                                ? ""
                                : " is another message on " + String.join(", ", other) + " than on " + firstNode));
            }
        }

        private String firstNodeWith(long sequence) {
            return replicas.entrySet().stream()
                    .filter(replica -> replica.getValue().contains(sequence))
                    .findFirst()
                    .orElseThrow()
                    .getKey();
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
                if (!publish.isDuplicate() || index.latest(publish.sequence()).isEmpty()) {
                    index.add(publish.sequence(), publish);
                }
            }
            return index;
        }

        private static boolean isSame(StreamMessage message, StreamMessage other) {
            return message.hasContentOf(other)
                    && message.subject() == other.subject()
                    && message.time() == other.time();
        }

        private void compareLastSequences() {
            if (replicas.values().stream()
                            .mapToLong(StreamState::lastSequence)
                            .distinct()
                            .count()
                    > 1) {
                List<String> ends = new ArrayList<>();
                replicas.forEach((node, replica) -> ends.add(node + " at " + replica.lastSequence()));
                evidence.add(() -> "their last sequences differ: " + String.join(", ", ends));
            }
        }
    }
}

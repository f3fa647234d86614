package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.form.Count;
import dev.binrun.history.FinalState;
import dev.binrun.history.Fingerprint;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No message is stored twice, compared by its id, or by subject and payload if it has no id. Messages that have left
 * the stream count if they had an id or were delivered. Messages without id and payload, chunks of objects and values
 * of counters may repeat.
 */
public record NoDuplicates(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        return new DuplicateJudging(
                        history, end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names())))
                .judge();
    }

    private final class DuplicateJudging {
        private final History history;
        private final StreamState state;
        private final Subjects chunks;
        private final FirstMessages byId = new FirstMessages("msg_id");
        private final FirstMessages byContent = new FirstMessages("payload and no msg_id");
        private final LongIntMap repeated = new LongIntMap();
        private final Evidence evidence = new Evidence();
        private long messages;

        DuplicateJudging(History history, StreamState state) {
            this.history = history;
            this.state = state;
            this.chunks = new Subjects(history.names(), List.of("$O.*.C.>"));
        }

        Judgement judge() {
            state.messages().forEach(this::judge);
            List<Long> incarnations = StreamIncarnations.of(history, stream);
            long last = incarnations.isEmpty() ? 0 : incarnations.get(incarnations.size() - 1);
            long from = Math.max(state.createdAt(), last);
            history.operations(stream)
                    .filter(operation -> operation.invokedAt() >= from)
                    .forEach(this::judge);
            if (messages == 0) {
                return new Judgement.Unknown("no message of " + stream
                        + " was stored with an id or a payload that distinguishes it from others");
            }
            return evidence.size() == 0
                    ? new Judgement.Held(Evidence.count(messages, "stored message"))
                    : evidence.violated(Evidence.number(evidence.size()) + " of "
                            + Evidence.count(messages, "message") + " in " + stream
                            + Count.form(evidence.size(), " is", " are") + " stored twice");
        }

        private void judge(StreamMessage message) {
            judge(message.messageId(), message.payload(), new Occurrence(message.sequence(), true), message.subject());
        }

        /** Judges the messages that have left the stream. */
        private void judge(Operation operation) {
            if (operation.kind() == OperationKind.DELIVER) {
                if (!state.contains(operation.sequence()) && operation.payload() != 0) {
                    judge(operation.messageId(), operation.payload(), removed(operation), operation.subject());
                }
            } else if (operation.kind() == OperationKind.PUBLISH
                    && operation.messageId() != 0
                    && operation.isOk()
                    && !operation.isDuplicate()
                    && !AckedMessages.isIn(state, operation)) {
                byId.judge(operation.messageId(), removed(operation), operation.subject());
            }
        }

        private static Occurrence removed(Operation operation) {
            return new Occurrence(operation.sequence(), false);
        }

        private void judge(long id, long payload, Occurrence occurrence, int subject) {
            if (id != 0) {
                byId.judge(id, occurrence, subject);
            } else if (payload != Fingerprint.EMPTY && !state.counts() && !chunks.contain(subject)) {
                byContent.judge(payload * 31 ^ (long) subject << 32, occurrence, subject);
            }
        }

        /** A sequence, and whether the stream still has its message. */
        private record Occurrence(long sequence, boolean stored) {
            @Override
            public String toString() {
                return sequence + (stored ? "" : " (no longer stored)");
            }
        }

        /** The first message with each id or content. */
        private final class FirstMessages {
            private final Map<Long, Occurrence> occurrences = new HashMap<>();
            private final String name;

            FirstMessages(String name) {
                this.name = name;
            }

            void judge(long key, Occurrence occurrence, int subject) {
                Occurrence first = occurrences.putIfAbsent(key, occurrence);
                if (first == null) {
                    messages++;
                } else if (first.sequence != occurrence.sequence && repeated.add(occurrence.sequence)) {
                    messages++;
                    boolean ascend = first.sequence < occurrence.sequence;
                    evidence.add(() -> "seq " + (ascend ? first : occurrence) + " and " + (ascend ? occurrence : first)
                            + " on " + history.names().name(subject) + " have the same " + name);
                }
            }
        }
    }
}

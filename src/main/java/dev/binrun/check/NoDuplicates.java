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
import java.util.List;

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
            for (StreamMessage message = state.message(0); message.exists(); message.moveOn()) {
                judge(message.messageId(), message.payload(), message.index() + 1, message.subject());
            }
            List<Long> incarnations = StreamIncarnations.of(history, stream);
            long last = incarnations.isEmpty() ? 0 : incarnations.get(incarnations.size() - 1);
            long from = Math.max(state.createdAt(), last);
            history.operations(stream, operation -> operation.invokedAt() >= from)
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

        /** Judges the messages that have left the stream. */
        private void judge(Operation operation) {
            int number = state.size() + 1 + operation.row();
            if (operation.kind() == OperationKind.DELIVER) {
                if (!state.contains(operation.sequence()) && operation.payload() != 0) {
                    judge(operation.messageId(), operation.payload(), number, operation.subject());
                }
            } else if (operation.kind() == OperationKind.PUBLISH
                    && operation.messageId() != 0
                    && operation.isOk()
                    && !operation.isDuplicate()
                    && !AckedMessages.isIn(state, operation)) {
                byId.judge(operation.messageId(), number, operation.subject());
            }
        }

        private void judge(long id, long payload, int number, int subject) {
            if (id != 0) {
                byId.judge(id, number, subject);
            } else if (payload != Fingerprint.EMPTY && !state.counts() && !chunks.contain(subject)) {
                byContent.judge(payload * 31 ^ (long) subject << 32, number, subject);
            }
        }

        private boolean isStored(int number) {
            return number <= state.size();
        }

        private long sequence(int number) {
            return isStored(number)
                    ? state.message(number - 1).sequence()
                    : history.operation(number - 1 - state.size()).sequence();
        }

        private String words(int number) {
            return sequence(number) + (isStored(number) ? "" : " (no longer stored)");
        }

        /**
         * The first message with each id or content. A message has the number of its place in the stream, counted from
         * 1; one that has left has the number of an operation's row after these.
         */
        private final class FirstMessages {
            private final LongIntMap numbers = new LongIntMap();
            private final String name;

            FirstMessages(String name) {
                this.name = name;
            }

            void judge(long key, int number, int subject) {
                int first = numbers.get(key);
                if (first == 0) {
                    numbers.put(key, number);
                    messages++;
                } else if (sequence(first) != sequence(number) && repeated.add(sequence(number))) {
                    messages++;
                    boolean ascend = sequence(first) < sequence(number);
                    evidence.add(() -> "seq " + words(ascend ? first : number) + " and "
                            + words(ascend ? number : first) + " on "
                            + history.names().name(subject) + " have the same " + name);
                }
            }
        }
    }
}

package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.form.Count;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamMessage;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each stored message that matches a consumer's filters reached it, at least once or exactly once. */
public record Delivered(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg("once: neither lost nor repeated") Optional<DeliveryGuarantee> exactly,
        @Arg("once: not lost") Optional<DeliveryGuarantee> atLeast)
        implements Check {

    public Delivered {
        if (exactly.isPresent() == atLeast.isPresent()) {
            throw new InvalidArgumentException("exactly", "delivered needs either exactly: once or at_least: once");
        }
    }

    @Override
    public Judgement judge(History history, FinalState end) {
        List<ConsumerState> all = end.consumers(stream);
        Optional<ConsumerState> last =
                all.stream().filter(state -> state.name().equals(consumer)).reduce((earlier, later) -> later);
        if (last.isEmpty()) {
            return new Judgement.Unknown("consumer " + consumer + " of " + stream + " did not exist");
        }
        if (last.get().from().isEmpty()) {
            return new Judgement.Unknown(
                    "the messages for consumer " + consumer + " are unknown, because its"
                            + " deliver_policy selects them by the stream's content at its creation, or its filters were changed");
        }
        return new DeliveryJudging(history, end, all, last.get()).judge();
    }

    private final class DeliveryJudging {
        private final History history;
        private final FinalState end;
        private final List<ConsumerState> all;
        private final ConsumerState last;
        private final Subjects subjects;
        private final ConsumerDeliveries deliveries;
        private final StreamState state;
        private final StoredSubjects storedSubjects;
        private final SeenMessages reached;
        private final SeenMessages reachedEarlier;
        private final LongIntMap judged = new LongIntMap();
        private final List<Long> missing = new ArrayList<>();
        private final Evidence evidence = new Evidence();
        private long repeated;
        private long unclear;

        DeliveryJudging(History history, FinalState end, List<ConsumerState> all, ConsumerState last) {
            this.history = history;
            this.end = end;
            this.all = all;
            this.last = last;
            this.subjects = new Subjects(history.names(), last.filters());
            this.deliveries = new ConsumerDeliveries(history, stream, consumer, all);
            this.state = end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names()));
            this.storedSubjects = new StoredSubjects(history, state);
            this.reached = new SeenMessages(history);
            this.reachedEarlier = new SeenMessages(history);
        }

        Judgement judge() {
            deliveries.ofLastConsumer().forEach(reached::add);
            deliveries.ofEarlierConsumers().forEach(reachedEarlier::add);
            judgeRemoved();
            judgeStored();
            if (exactly.isPresent()) {
                deliveries.parts().forEach(this::findRepeats);
            }
            return judgement();
        }

        private Judgement judgement() {
            long count = Math.max(judged.size(), reached.size());
            String messages = Evidence.count(count, "message");
            Optional<String> unrecorded = unrecorded();
            if (unrecorded.isPresent()) {
                return new Judgement.Unknown(unrecorded.get());
            }
            if (repeated == 0 && isRedeliveryPending()) {
                return new Judgement.Unknown("of " + messages + ", " + Evidence.number(missing.size()) + " that "
                        + consumer + " has sent never reached a client: without an acknowledgement, the server sends"
                        + " such a message again after ack_wait (wait for that with a step, or shorten ack_wait)");
            }
            if (missing.size() + repeated > 0) {
                return evidence.violated("of " + messages + " for consumer " + consumer + " of " + stream + ", "
                        + Evidence.number(missing.size()) + " never reached it"
                        + (exactly.isPresent() ? ", " + Evidence.number(repeated) + " reached it more than once" : ""));
            }
            if (unclear > 0) {
                return new Judgement.Unknown("whether " + Evidence.count(unclear, "message") + " of " + stream
                        + Count.form(unclear, " was", " were") + " for consumer " + consumer
                        + " is unknown: the stream transforms subjects, and the stored "
                        + Count.form(unclear, "subject was", "subjects were") + " never seen");
            }
            return count == 0
                    ? new Judgement.Unknown("no message of " + stream + " is for consumer " + consumer)
                    : new Judgement.Held(messages);
        }

        /**
         * The server has sent the missing messages, for example to a client whose node died, and will send them again.
         */
        private boolean isRedeliveryPending() {
            return !missing.isEmpty()
                    && last.position()
                            .filter(position -> missing.size() <= position.unsettled()
                                    && missing.stream()
                                            .allMatch(sequence ->
                                                    sequence > position.acknowledged() && sequence <= position.seq()))
                            .isPresent();
        }

        /** A new consumer of the name may deliver again what an earlier one has delivered. */
        private void findRepeats(List<Operation> part) {
            LongIntMap counts = new LongIntMap();
            OperationIndex first = new OperationIndex(history);
            for (Operation delivery : part) {
                int count = counts.increment(delivery.sequence());
                if (count == 1) {
                    first.add(delivery.sequence(), delivery);
                } else {
                    repeated += count == 2 ? 1 : 0;
                    evidence.add(
                            () -> repeatLine(first.latest(delivery.sequence()).orElseThrow(), delivery));
                }
            }
        }

        private static String repeatLine(Operation first, Operation repeat) {
            return "seq " + repeat.sequence() + " on " + repeat.subjectName() + " was delivered to "
                    + Evidence.invocation(first) + ", and again to " + Evidence.invocation(repeat) + ", delivery "
                    + repeat.deliveryCount();
        }

        /** Judges the messages that have left the stream. An earlier consumer of the name may have received them. */
        private void judgeRemoved() {
            ExcusedRemovals removals = new ExcusedRemovals(history, state, end.at());
            boolean leavesWhenAcked = LimitHistory.has(history, state, StreamLimits::leavesWhenAcked);
            boolean interest = LimitHistory.has(history, state, StreamLimits::interest);
            SettledMessages settled = new SettledMessages(history, stream, all, storedSubjects);
            for (Operation publish : AckedMessages.of(history, stream)) {
                if (publish.invokedAt() < deliveries.lastStreamBegan()
                        || AckedMessages.isIn(state, publish)
                        || !isFromStart(publish.sequence())) {
                    continue;
                }
                boolean hasReached = reached.deliveryOf(publish).isPresent()
                        || publish.invokedAt() < deliveries.lastConsumerBegan()
                                && reachedEarlier.deliveryOf(publish).isPresent();
                boolean excused = !hasReached
                        && (removals.mayHaveLeft(publish)
                                || leavesWhenAcked && settled.byAny(publish)
                                || interest && last.made() > publish.invokedAt());
                if (!excused) {
                    judgeRemoved(publish, hasReached);
                }
            }
        }

        private void judgeRemoved(Operation publish, boolean hasReached) {
            Optional<Integer> subject = storedSubjects.of(publish);
            if (!hasReached && subject.isEmpty() && !last.filters().isEmpty()) {
                unclear++;
            } else if (subject.map(subjects::contain).orElse(true)) {
                long content = publish.messageId() == 0 ? publish.payload() : publish.messageId();
                judge(publish.sequence(), content, hasReached, publish.subject(), Optional.of(publish));
            }
        }

        private void judgeStored() {
            OperationIndex publishes = new OperationIndex(history);
            AckedMessages.of(history, stream).stream()
                    .filter(publish -> AckedMessages.isIn(state, publish))
                    .forEach(publish -> publishes.add(publish.sequence(), publish));
            state.messages()
                    .filter(message -> isFromStart(message.sequence()) && subjects.contain(message.subject()))
                    .forEach(message -> judge(
                            message.sequence(),
                            content(message),
                            reached.contains(message),
                            message.subject(),
                            publishes.latest(message.sequence())));
        }

        private static long content(StreamMessage message) {
            return message.messageId() == 0 ? message.payload() : message.messageId();
        }

        /** Messages that a reset of the consumer skipped need not reach it. */
        private boolean isFromStart(long sequence) {
            return sequence >= last.from().getAsLong() && sequence >= deliveries.resetTo();
        }

        private void judge(long sequence, long content, boolean hasReached, int subject, Optional<Operation> publish) {
            if (judged.add(sequence * 0x9E3779B97F4A7C15L + content) && !hasReached) {
                missing.add(sequence);
                evidence.add(() -> "seq " + sequence + " on " + history.names().name(subject)
                        + publish.map(operation -> ", acknowledged to " + Evidence.completion(operation) + ",")
                                .orElse("")
                        + " was never delivered");
            }
        }

        /**
         * Returns why readers that are not recorded leave the result open: they may have received the missing messages.
         */
        private Optional<String> unrecorded() {
            UnrecordedReaders readers = new UnrecordedReaders(history, stream);
            boolean isDecided = repeated > 0 || missing.isEmpty() && atLeast.isPresent();
            if (!readers.exist() || isDecided) {
                return Optional.empty();
            }
            if (last.position().isEmpty()) {
                return Optional.of(unrecorded("deliveries"));
            }
            long count = readers.unrecorded(last);
            long position = last.position().get().seq();
            if (count == 0 || missing.stream().anyMatch(sequence -> sequence > position)) {
                return Optional.empty();
            }
            return Optional.of(unrecorded(Evidence.number(count) + Count.form(count, " delivery", " deliveries")));
        }

        private String unrecorded(String deliveries) {
            return deliveries + " of consumer " + consumer + " of " + stream
                    + " went to a project's own verb or the session simulation, whose reads are not recorded";
        }
    }
}

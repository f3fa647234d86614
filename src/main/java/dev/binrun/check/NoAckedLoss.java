package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.form.Count;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Every acknowledged message is in the stream, or was consumed, or was removed by a limit or a request. */
public record NoAckedLoss(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        List<Operation> acknowledged = AckedMessages.of(history, stream);
        if (acknowledged.isEmpty()) {
            return new Judgement.Unknown("no publish to " + stream + " was acknowledged, so none can be lost");
        }
        return new LossJudging(history, end).judge(acknowledged);
    }

    private final class LossJudging {
        private final History history;
        private final FinalState end;
        private final List<ConsumerState> consumers;
        private final StreamState state;
        private final SettledMessages settled;
        private final LostMessages lost;
        private final OperationIndex keepers;
        private final ExcusedRemovals removals;
        private final LimitHistory limits;
        private final UnrecordedReaders readers;
        private final boolean subjectsFixed;
        private final List<Operation> missing = new ArrayList<>();
        private StreamCopies copies;
        private long stored;
        private long consumed;
        private long copied;
        private long removed;
        private long unclear;
        private String firstReason = "";

        LossJudging(History history, FinalState end) {
            this.history = history;
            this.end = end;
            this.consumers = end.consumers(stream);
            this.state = end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names()));
            this.limits = new LimitHistory(history, stream, state.limits());
            this.readers = new UnrecordedReaders(history, stream);
            this.subjectsFixed = areSubjectsFixed();
            this.settled =
                    new SettledMessages(history, stream, consumers, new StoredSubjects(history, state, subjectsFixed));
            this.removals = new ExcusedRemovals(history, state, end.at(), subjectsFixed);
            this.lost = new LostMessages(history, state, () -> end.replicas(stream));
            this.keepers = new OperationIndex(history);
        }

        /** Nothing changes a subject without a mapping, a transform, or a step whose requests are not recorded. */
        private boolean areSubjectsFixed() {
            return !end.mayChangeSubjects()
                    && !readers.exist()
                    && !state.transforms()
                    && !limits.had(StreamLimits::transforms);
        }

        Judgement judge(List<Operation> acknowledged) {
            acknowledged.forEach(this::judge);
            judgeMissing();
            String all = Evidence.count(acknowledged.size(), "acknowledged message");
            if (lost.any()) {
                return lost.judgement(stream, all);
            }
            if (unclear > 0) {
                return new Judgement.Unknown(all + ", of which " + Evidence.number(unclear)
                        + Count.form(unclear, " is", " are") + " missing, and nothing shows why: " + firstReason);
            }
            if (stored + consumed + copied == 0) {
                return new Judgement.Unknown(all + ", but a limit or a request may have removed each from " + stream
                        + ", so nothing shows whether one was lost");
            }
            return new Judgement.Held(all
                    + (consumed == 0 ? "" : ", " + Evidence.number(consumed) + " consumed")
                    + (copied == 0 ? "" : ", " + Evidence.number(copied) + " copied by a mirror or a source")
                    + (removed == 0 ? "" : ", " + Evidence.number(removed) + " removed by a limit or a request"));
        }

        private void judge(Operation publish) {
            boolean isStored =
                    AckedMessages.isIn(state, publish) && (!subjectsFixed || AckedMessages.hasSubject(state, publish));
            boolean interest = had(publish, StreamLimits::interest);
            List<ConsumerState> waiting = isStored || !interest ? List.of() : waiting(publish);
            if (isStored || waiting.isEmpty() && settled.byAny(publish)) {
                keep(publish, isStored);
            } else if (removals.mayHaveLeft(publish)) {
                removed++;
            } else if (interest && waiting.isEmpty()) {
                judgeWithoutInterest(publish);
            } else if (waiting.isEmpty() && had(publish, StreamLimits::leavesWhenAcked) && hasCopies()) {
                judgeCopied(publish);
            } else if (!waiting.isEmpty()
                    && waiting.stream().noneMatch(consumer -> settled.isSure(consumer, publish))) {
                addUnclear("a subject transform rewrote its subject, so the consumer that it was for is unknown");
            } else {
                missing.add(publish);
            }
        }

        /**
         * Returns whether the stream had such limits at some time since a message was published. The retention of a
         * stream that no longer exists still determines which consumers its messages were kept for.
         */
        private boolean had(Operation publish, Predicate<StreamLimits> property) {
            return limits.hadSince(publish.invokedAt(), property);
        }

        private List<ConsumerState> waiting(Operation publish) {
            return settled.waiting(publish).stream()
                    .filter(consumer -> !copies().use(consumer))
                    .toList();
        }

        /** Without interest, a message leaves the stream, but not before the mirrors that existed have copied it. */
        private void judgeWithoutInterest(Operation publish) {
            if (hasCopies() && copies().received(publish)) {
                copied++;
            } else if (hasCopies() && copies().lack(publish)) {
                missing.add(publish);
            } else {
                removed++;
            }
        }

        /** The mirror of a work queue consumes its messages too. */
        private void judgeCopied(Operation publish) {
            if (copies().received(publish)) {
                copied++;
            } else if (copies().areUnclear()) {
                addUnclear("it may be in a mirror or a source of " + stream
                        + " that cannot be read or has removed messages");
            } else {
                missing.add(publish);
            }
        }

        private boolean hasCopies() {
            return consumers.stream().anyMatch(StreamCopies::isInternal) || copies().any();
        }

        private StreamCopies copies() {
            copies = copies == null ? new StreamCopies(history, end, stream, consumers) : copies;
            return copies;
        }

        private void addUnclear(String reason) {
            unclear++;
            firstReason = firstReason.isEmpty() ? reason : firstReason;
        }

        /** Only readers that are not recorded can explain the messages that are still missing. */
        private void judgeMissing() {
            if (!readers.exist()) {
                missing.forEach(lost::add);
                return;
            }
            boolean interest = LimitHistory.has(history, state, StreamLimits::interest);
            boolean leaves = LimitHistory.has(history, state, StreamLimits::leavesWhenAcked);
            Map<Operation, List<ConsumerState>> concerned = new HashMap<>();
            Map<ConsumerState, LongIntMap> sequences = new HashMap<>();
            for (Operation publish : missing) {
                List<ConsumerState> receivers = interest ? waiting(publish) : receivers(publish);
                concerned.put(publish, receivers);
                receivers.forEach(consumer -> sequences
                        .computeIfAbsent(consumer, added -> new LongIntMap())
                        .add(publish.sequence()));
            }
            for (Operation publish : missing) {
                List<ConsumerState> receivers = concerned.get(publish);
                UnrecordedReaders.Fate fate = receivers.isEmpty() && !leaves
                        ? UnrecordedReaders.Fate.LOST
                        : readers.fate(publish.sequence(), receivers, sequences, interest);
                switch (fate) {
                    case CONSUMED -> keep(publish, false);
                    case LOST -> lost.add(publish);
                    case UNCLEAR ->
                        addUnclear("reads and acknowledgements of a project's own verbs or of the session"
                                + " simulation are not recorded");
                }
            }
        }

        private List<ConsumerState> receivers(Operation publish) {
            return consumers.stream()
                    .filter(consumer -> publish.invokedAt() < consumer.gone() && settled.mayReceive(consumer, publish))
                    .toList();
        }

        /** If two messages with one sequence cannot be told apart, only one of them can be in the stream. */
        private void keep(Operation publish, boolean isStored) {
            Optional<Operation> other = publish.isDuplicate()
                    ? Optional.empty()
                    : keepers.latest(publish.sequence())
                            .filter(kept -> !canBeToldApart(publish, kept) && !removals.byRequest(kept));
            if (other.isPresent()) {
                lost.add(publish, other.get());
                return;
            }
            if (!publish.isDuplicate()) {
                keepers.add(publish.sequence(), publish);
            }
            lost.addKept(publish.sequence());
            stored += isStored ? 1 : 0;
            consumed += isStored ? 0 : 1;
        }

        /** An equal message id shows one message; different ids or payloads show that each of two messages was seen. */
        private static boolean canBeToldApart(Operation a, Operation b) {
            return a.payload() != 0 && b.payload() != 0 && a.payload() != b.payload()
                    || a.messageId() != 0 && b.messageId() != 0;
        }
    }
}

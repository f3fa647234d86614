package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Each stored message that a consumer is to get reached it, exactly or at least once. */
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
            throw new InvalidArgumentException("exactly", "delivered says how: either exactly: once or at_least: once");
        }
    }

    @Override
    public Judgement judge(History history, FinalState end) {
        List<ConsumerState> all = end.consumers(stream);
        ConsumerState known = all.stream()
                .filter(each -> each.name().equals(consumer))
                .reduce((earlier, later) -> later)
                .orElse(null);
        if (known == null || known.from().isEmpty()) {
            return new Judgement.Unknown(
                    known == null
                            ? "there was no consumer " + consumer + " of " + stream
                            : "which messages consumer " + consumer
                                    + " is to get cannot be said: its deliver_policy chooses them by what was stored when it was made, or its filters were changed");
        }
        return new DeliveryJudging(history, end, all, known).judge();
    }

    private final class DeliveryJudging {
        private final History history;
        private final FinalState end;
        private final List<ConsumerState> all;
        private final ConsumerState known;
        private final Subjects subjects;
        private final ConsumerDeliveries deliveries;
        private final StreamState state;
        private final StoredSubjects stored;
        private final SeenMessages reached;
        private final SeenMessages reachedBefore;
        private final LongIntMap judged = new LongIntMap();
        private final List<Missing> missing = new ArrayList<>();
        private final Evidence evidence = new Evidence();
        private long repeated;
        private long unclear;

        /** @param row of its publish; -1 if that was not acknowledged */
        private record Missing(long seq, int subject, int row) {}

        DeliveryJudging(History history, FinalState end, List<ConsumerState> all, ConsumerState known) {
            this.history = history;
            this.end = end;
            this.all = all;
            this.known = known;
            this.subjects = new Subjects(history.names(), known.filters());
            this.deliveries = new ConsumerDeliveries(history, stream, consumer, all);
            this.state = end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names()));
            this.stored = new StoredSubjects(history, state);
            this.reached = new SeenMessages(history);
            this.reachedBefore = new SeenMessages(history);
        }

        Judgement judge() {
            reach();
            acknowledged();
            stored();
            if (exactly.isPresent()) {
                repeats();
            }
            Optional<String> unread = unread();
            long count = Math.max(judged.size(), reached.size());
            String messages = Evidence.count(count, "message");
            if (unread.isEmpty() && repeated == 0 && areOnTheWay()) {
                return new Judgement.Unknown("of " + messages + ", " + Evidence.number(missing.size())
                        + " never came that "
                        + consumer + " has sent: they are not acknowledged, and come again when its ack_wait is over"
                        + " (wait for that with a step, or shorten it)");
            }
            if (unread.isEmpty() && missing.size() + repeated > 0) {
                return evidence.violated("of " + messages + " for consumer " + consumer + " of " + stream + ", "
                        + Evidence.number(missing.size()) + " never reached it"
                        + (exactly.isPresent() ? ", " + Evidence.number(repeated) + " came more than once" : ""));
            }
            if (unread.isPresent()) {
                return new Judgement.Unknown(unread.get());
            }
            if (unclear > 0) {
                return new Judgement.Unknown("whether " + Evidence.count(unclear, "message") + " of " + stream
                        + (unclear == 1 ? " was" : " were") + " for consumer " + consumer
                        + " cannot be said: the stream changes subjects, and nobody has seen what became of "
                        + (unclear == 1 ? "it" : "them"));
            }
            return count == 0
                    ? new Judgement.Unknown("no message of " + stream + " is for consumer " + consumer)
                    : new Judgement.Held(messages);
        }

        /** Whether all that is missing was sent, as to a client whose node died, and is to be sent again. */
        private boolean areOnTheWay() {
            return !missing.isEmpty()
                    && known.position()
                            .filter(at -> missing.size() <= at.unsettled())
                            .filter(at -> missing.stream()
                                    .allMatch(each -> each.seq > at.acknowledged() && each.seq <= at.seq()))
                            .isPresent();
        }

        /** Another stream of the name had other messages, and another consumer got its own. */
        private void reach() {
            for (int i = 0; i < deliveries.size(); i++) {
                int row = deliveries.row(i);
                if (deliveries.ofLastConsumer(i)) {
                    reached.add(row);
                } else if (history.asked(row) >= deliveries.lastStreamMade()) {
                    reachedBefore.add(row);
                }
            }
        }

        /** A consumer that is made anew may repeat what another of its name got. */
        private void repeats() {
            LongIntMap times = new LongIntMap();
            LongIntMap first = new LongIntMap();
            for (int i = 0; i < deliveries.size(); i++) {
                if (deliveries.ofNewConsumer(i)) {
                    times = new LongIntMap();
                }
                int row = deliveries.row(i);
                int count = times.count(history.seq(row));
                if (count == 1) {
                    first.put(history.seq(row), row);
                } else {
                    repeated += count == 2 ? 1 : 0;
                    again(first.get(history.seq(row)), row);
                }
            }
        }

        private void again(int first, int row) {
            if (!evidence.hasRoom()) {
                evidence.leaveOut();
                return;
            }
            evidence.add("seq " + history.seq(row) + " on " + Evidence.subject(history, row) + " came to "
                    + Evidence.client(history, first) + " at " + Evidence.time(history.asked(first)) + ", and again to "
                    + Evidence.client(history, row) + " at " + Evidence.time(history.asked(row)) + ", delivery "
                    + history.deliveries(row));
        }

        /** What is no longer there may have left before the last consumer began: then one before it may have got it. */
        private void acknowledged() {
            ExcusedRemovals departures = new ExcusedRemovals(history, state, end.at());
            boolean leavesWhenAcked = LimitHistory.has(history, state, StreamLimits::leavesWhenAcked);
            boolean interest = LimitHistory.has(history, state, StreamLimits::interest);
            SettledMessages settled = new SettledMessages(history, stream, all, stored);
            for (int row : AckedMessages.acknowledged(history, stream)) {
                long seq = history.seq(row);
                if (history.asked(row) < deliveries.lastStreamMade()
                        || AckedMessages.isIn(state, history, row)
                        || !isAfter(seq)) {
                    continue;
                }
                boolean came = reached.of(row) >= 0
                        || history.asked(row) < deliveries.lastMade() && reachedBefore.of(row) >= 0;
                boolean excused = !came
                        && (departures.mayHaveLeft(row)
                                || leavesWhenAcked && settled.byAny(row)
                                || interest && known.made() > history.asked(row));
                if (excused) {
                    continue;
                }
                int subject = stored.of(row);
                if (!came
                        && subject == StoredSubjects.UNKNOWN
                        && !known.filters().isEmpty()) {
                    unclear++;
                } else if (subject == StoredSubjects.UNKNOWN || subjects.take(subject)) {
                    long content = history.id(row) == 0 ? history.payload(row) : history.id(row);
                    judge(seq, content, came, new Missing(seq, history.subject(row), row));
                }
            }
        }

        private void stored() {
            LongIntMap rows = new LongIntMap();
            for (int row : AckedMessages.acknowledged(history, stream)) {
                if (AckedMessages.isIn(state, history, row)) {
                    rows.put(history.seq(row), row);
                }
            }
            for (int i = 0; i < state.size(); i++) {
                if (isAfter(state.seq(i)) && subjects.take(state.subject(i))) {
                    long content = state.id(i) == 0 ? state.payload(i) : state.id(i);
                    judge(
                            state.seq(i),
                            content,
                            reached.has(state, i),
                            new Missing(state.seq(i), state.subject(i), rows.get(state.seq(i))));
                }
            }
        }

        /** What was left out because the consumer was set forth need not come. */
        private boolean isAfter(long seq) {
            return seq >= known.from().getAsLong() && seq >= deliveries.resetTo();
        }

        private void judge(long seq, long content, boolean came, Missing message) {
            long key = seq * 0x9E3779B97F4A7C15L + content;
            if (judged.has(key)) {
                return;
            }
            judged.put(key, 0);
            if (!came) {
                missing.add(message);
                evidence.add("seq " + seq + " on " + history.names().name(message.subject)
                        + (message.row < 0
                                ? ""
                                : ", acknowledged to " + Evidence.client(history, message.row) + " at "
                                        + Evidence.time(history.answered(message.row)) + ",")
                        + " never came");
            }
        }

        /** Why nothing can be said where others read: they may have got what seems to be missing, or again what came; or nobody got it. */
        private Optional<String> unread() {
            UnrecordedReaders others = new UnrecordedReaders(history, stream);
            ConsumerState.Position position = known.position().orElse(null);
            boolean needless = missing.isEmpty() && atLeast.isPresent();
            if (!others.read() || repeated > 0 || needless) {
                return Optional.empty();
            }
            long unseen = others.unseen(known);
            boolean certain = position != null && missing.stream().anyMatch(each -> each.seq > position.seq())
                    || position != null && unseen == 0;
            if (certain) {
                return Optional.empty();
            }
            return Optional.of((position == null
                            ? "deliveries"
                            : Evidence.count(unseen, "delivery").replace("deliverys", "deliveries"))
                    + " of consumer " + consumer + " of " + stream
                    + " went to a verb of a project's own, or the session simulation, which is not recorded");
        }
    }
}

package dev.binrun.check;

import dev.binrun.check.LimitHistory.Term;
import dev.binrun.form.Arg;
import dev.binrun.history.Completion;
import dev.binrun.history.ConsumerState;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamLimits;
import dev.binrun.history.StreamState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Every acknowledged message is there, or was delivered and acknowledged, or left by a limit that says so. */
public record NoAckedLoss(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        int[] acknowledged = AckedMessages.acknowledged(history, stream);
        if (acknowledged.length == 0) {
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
        private final LostMessages loss;
        private final LongIntMap keepers = new LongIntMap();
        private final ExcusedRemovals departures;
        private final LimitHistory limits;
        private final UnrecordedReaders others;
        private final boolean fixed;
        private final List<Integer> missing = new ArrayList<>();
        private StreamCopies copies;
        private long there;
        private long worked;
        private long copied;
        private long left;
        private long unclear;
        private String why = "";

        LossJudging(History history, FinalState end) {
            this.history = history;
            this.end = end;
            this.consumers = end.consumers(stream);
            this.state = end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names()));
            this.limits = new LimitHistory(history, stream, state.limits());
            this.others = new UnrecordedReaders(history, stream);
            this.fixed = areSubjectsFixed();
            this.settled = new SettledMessages(history, stream, consumers, new StoredSubjects(history, state, fixed));
            this.departures = new ExcusedRemovals(history, state, end.at(), fixed);
            this.loss = new LostMessages(history, state, () -> end.replicas(stream));
        }

        /** Returns whether nothing can have changed the subject of a message: no mapping, no transform, no step whose requests are unknown. */
        private boolean areSubjectsFixed() {
            return !end.mayChangeSubjects()
                    && !others.read()
                    && !state.transforms()
                    && limits.all().stream().noneMatch(term -> term.limits().transforms());
        }

        Judgement judge(int[] acknowledged) {
            for (int row : acknowledged) {
                judge(row);
            }
            judgeMissing();
            String all = Evidence.count(acknowledged.length, "acknowledged message");
            if (loss.any()) {
                return loss.judgement(stream, all);
            }
            if (unclear > 0) {
                return new Judgement.Unknown(all + ", of which " + Evidence.number(unclear)
                        + (unclear == 1 ? " is" : " are") + " not there, and nobody can say why: " + why);
            }
            if (there + worked + copied == 0) {
                return new Judgement.Unknown(all + ", but each may have left " + stream
                        + " by a limit or a request, so nothing shows whether one was lost");
            }
            return new Judgement.Held(all
                    + (worked == 0 ? "" : ", " + Evidence.number(worked) + " worked by consumers")
                    + (copied == 0 ? "" : ", " + Evidence.number(copied) + " taken by a mirror or a source")
                    + (left == 0 ? "" : ", " + Evidence.number(left) + " left by a limit or a request"));
        }

        private void judge(int row) {
            boolean isThere = AckedMessages.isIn(state, history, row)
                    && (!fixed || AckedMessages.hasSubject(state, history, row));
            boolean interest = had(row, StreamLimits::interest);
            List<ConsumerState> waiting = isThere || !interest ? List.of() : waiting(row);
            if (isThere || waiting.isEmpty() && settled.byAny(row)) {
                keep(row, isThere);
            } else if (departures.mayHaveLeft(row)) {
                left++;
            } else if (interest && waiting.isEmpty()) {
                uninteresting(row);
            } else if (waiting.isEmpty() && had(row, StreamLimits::leavesWhenAcked) && isCopied()) {
                copied(row);
            } else if (!waiting.isEmpty() && waiting.stream().noneMatch(each -> settled.isSure(each, row))) {
                unclear("its subject was changed, and so is for nobody knows which consumer");
            } else {
                missing.add(row);
            }
        }

        /**
         * Returns whether the stream had such limits at some time since a message was published. The retention of a stream that no
         * longer exists still tells which consumers its messages were kept for.
         */
        private boolean had(int row, Predicate<StreamLimits> such) {
            return limits.since(history.asked(row)).stream().map(Term::limits).anyMatch(such);
        }

        private List<ConsumerState> waiting(int row) {
            List<ConsumerState> waiting = settled.waiting(row);
            return waiting.isEmpty()
                    ? waiting
                    : waiting.stream().filter(each -> !copies().isOf(each)).toList();
        }

        /** All consumers have done with it, or nobody was there: it leaves, but not before mirrors have it that were there. */
        private void uninteresting(int row) {
            if (isCopied() && copies().took(row)) {
                copied++;
            } else if (!isCopied() || !copies().lack(row)) {
                left++;
            } else {
                missing.add(row);
            }
        }

        /** A work queue's mirror takes messages too. */
        private void copied(int row) {
            if (copies().took(row)) {
                copied++;
            } else if (copies().unclear()) {
                unclear("a mirror or a source of " + stream
                        + " may have it that cannot be read, or has let messages go");
            } else {
                missing.add(row);
            }
        }

        private boolean isCopied() {
            return consumers.stream().anyMatch(each -> StreamCopies.copies(each)) || copies().any();
        }

        private StreamCopies copies() {
            copies = copies == null ? new StreamCopies(history, end, stream, consumers) : copies;
            return copies;
        }

        private void unclear(String reason) {
            unclear++;
            why = why.isEmpty() ? reason : why;
        }

        /** What nothing explains is lost, but for what others may have done. */
        private void judgeMissing() {
            boolean interest = LimitHistory.has(history, state, StreamLimits::interest);
            boolean leaves = LimitHistory.has(history, state, StreamLimits::leavesWhenAcked);
            Map<Integer, List<ConsumerState>> concerned = new HashMap<>();
            Map<ConsumerState, LongIntMap> sequences = new HashMap<>();
            for (int row : others.read() ? missing : List.<Integer>of()) {
                List<ConsumerState> its = interest ? waiting(row) : takers(row);
                concerned.put(row, its);
                its.forEach(each -> sequences
                        .computeIfAbsent(each, none -> new LongIntMap())
                        .put(history.seq(row), 0));
            }
            for (int row : missing) {
                List<ConsumerState> its = concerned.getOrDefault(row, List.of());
                boolean sure = !others.read() || its.isEmpty() && !leaves;
                UnrecordedReaders.Fate fate =
                        sure ? UnrecordedReaders.Fate.LOST : others.fate(history.seq(row), its, sequences, interest);
                if (fate == UnrecordedReaders.Fate.WORKED) {
                    keep(row, false);
                } else if (fate == UnrecordedReaders.Fate.LOST) {
                    loss.add(row, -1);
                } else {
                    unclear(
                            "what verbs of a project's own, or the session simulation, read and acknowledge is not recorded");
                }
            }
        }

        private List<ConsumerState> takers(int row) {
            return consumers.stream()
                    .filter(each -> history.asked(row) < each.gone() && settled.mayTake(each, row))
                    .toList();
        }

        /** Of two messages that were acknowledged with one sequence, and that nothing tells apart, only one can be there. */
        private void keep(int row, boolean isThere) {
            long seq = history.seq(row);
            int other = history.answer(row) == Completion.DUPLICATE ? -1 : keepers.get(seq);
            boolean same = other >= 0 && history.id(row) != 0 && history.id(row) == history.id(other);
            if (other >= 0 && !same && !areDifferent(row, other) && !departures.byRequest(other)) {
                loss.add(row, other);
                return;
            }
            if (history.answer(row) != Completion.DUPLICATE) {
                keepers.put(seq, row);
            }
            loss.kept(seq);
            there += isThere ? 1 : 0;
            worked += isThere ? 0 : 1;
        }

        /** Then each of them was seen. */
        private boolean areDifferent(int row, int other) {
            return history.payload(row) != 0
                            && history.payload(other) != 0
                            && history.payload(row) != history.payload(other)
                    || history.id(row) != 0 && history.id(other) != 0 && history.id(row) != history.id(other);
        }
    }
}

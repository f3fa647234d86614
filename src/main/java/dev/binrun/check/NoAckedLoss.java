package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.Answer;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamState;

/** Every acknowledged message is there, or was delivered and acknowledged, or left by a limit that says so. */
public record NoAckedLoss(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        int[] acknowledged = Stored.acknowledged(history, stream);
        if (acknowledged.length == 0) {
            return new Judgement.Unknown("no publish to " + stream + " was acknowledged, so none can be lost");
        }
        return new Judging(history, end).judge(acknowledged);
    }

    private final class Judging {
        private final History history;
        private final StreamState state;
        private final Settled settled;
        private final Loss loss;
        private final Tally keepers = new Tally();
        private final Departures departures;
        private long there;
        private long worked;
        private long left;

        Judging(History history, FinalState end) {
            this.history = history;
            this.state = end.stream(stream).orElseGet(() -> StreamState.absent(stream, history.names()));
            this.settled = new Settled(history, stream, end.consumers(stream));
            this.departures = new Departures(history, state, end.at());
            this.loss = new Loss(history, state, () -> end.replicas(stream));
        }

        Judgement judge(int[] acknowledged) {
            for (int row : acknowledged) {
                judge(row);
            }
            String all = Evidence.count(acknowledged.length, "acknowledged message");
            if (loss.any()) {
                return loss.judgement(stream, all);
            }
            if (there + worked == 0) {
                return new Judgement.Unknown(all + ", but each may have left " + stream
                        + " by a limit or a request, so nothing shows whether one was lost");
            }
            return new Judgement.Held(all
                    + (worked == 0 ? "" : ", " + Evidence.number(worked) + " worked by consumers")
                    + (left == 0 ? "" : ", " + Evidence.number(left) + " left by a limit or a request"));
        }

        private void judge(int row) {
            boolean isThere = Stored.isIn(state, history, row);
            if (isThere || isWorked(row)) {
                keep(row, isThere);
            } else if (departures.mayHaveLeft(row) || isUnwanted(row)) {
                left++;
            } else {
                loss.add(row, -1);
            }
        }

        /** Of two messages that were acknowledged with one sequence only one can be there. */
        private void keep(int row, boolean isThere) {
            long seq = history.seq(row);
            int other = history.answer(row) == Answer.DUPLICATE ? -1 : keepers.get(seq);
            boolean same = other >= 0 && history.id(row) != 0 && history.id(row) == history.id(other);
            if (other >= 0 && !same && !departures.byRequest(other)) {
                loss.add(row, other);
                return;
            }
            if (history.answer(row) != Answer.DUPLICATE) {
                keepers.put(seq, row);
            }
            loss.kept(seq);
            there += isThere ? 1 : 0;
            worked += isThere ? 0 : 1;
        }

        private boolean isUnwanted(int row) {
            return departures.limitsSince(row).stream().anyMatch(limits -> settled.unwanted(limits, row));
        }

        private boolean isWorked(int row) {
            return settled.byAny(history.seq(row))
                    && !(state.limits().interest() && !settled.unwanted(state.limits(), row));
        }
    }
}

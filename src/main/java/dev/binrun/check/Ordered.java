package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;

/**
 * Deliveries of a subject come in stream order, redeliveries too. Of what came to different connections only that is judged which the
 * consumer's own numbers put in the same order as the times.
 */
public record Ordered(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer)
        implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        return new OrderJudging(history)
                .judge(new ConsumerDeliveries(history, stream, consumer, end.consumers(stream)));
    }

    private final class OrderJudging {
        private final History history;
        private final Evidence evidence = new Evidence();
        private LongIntMap latest = new LongIntMap();
        private LongIntMap latestHere = new LongIntMap();
        private LongIntMap numbers = new LongIntMap();
        private long pairs;

        OrderJudging(History history) {
            this.history = history;
        }

        Judgement judge(ConsumerDeliveries deliveries) {
            for (int i = 0; i < deliveries.size(); i++) {
                if (deliveries.ofNewConsumer(i)) {
                    latest = new LongIntMap();
                    latestHere = new LongIntMap();
                    numbers = new LongIntMap();
                }
                judge(deliveries.row(i));
            }
            if (pairs == 0) {
                return new Judgement.Unknown(
                        (deliveries.size() == 0 ? "nothing was delivered" : "no subject was delivered twice")
                                + " to consumer " + consumer + " of " + stream + ", so there is no order to judge");
            }
            String all = Evidence.number(deliveries.size()) + " deliveries";
            return evidence.size() == 0
                    ? new Judgement.Held(all)
                    : evidence.violated(Evidence.number(evidence.size()) + " of " + all + " to consumer " + consumer
                            + " of " + stream + " came after a later message");
        }

        private void judge(int row) {
            int subject = history.subject(row);
            long here = (long) history.client(row) << 32 | subject;
            int before = latestHere.get(here);
            int anywhere = latest.get(subject);
            pairs += anywhere >= 0 ? 1 : 0;
            if (isLater(before, row) && !overtaken(before, row)) {
                add(before, row);
            } else if (isLater(anywhere, row) && sentBefore(anywhere, row)) {
                add(anywhere, row);
            }
            if (before < 0 || history.seq(row) >= history.seq(before)) {
                latestHere.put(here, row);
            }
            if (anywhere < 0 || history.seq(row) >= history.seq(anywhere)) {
                latest.put(subject, row);
            }
            numbers.put(history.consumerSeq(row), row);
        }

        private boolean isLater(int before, int row) {
            return before >= 0 && history.seq(before) > history.seq(row);
        }

        /**
         * Whether one only came to be recorded before the other, as of two subscriptions of a connection: then the consumer numbered
         * them the other way around. Numbers that come again are those of a consumer that began anew, and say nothing.
         */
        private boolean overtaken(int before, int row) {
            long number = history.consumerSeq(row);
            return number > 0 && number < history.consumerSeq(before) && !numbers.has(number);
        }

        private boolean sentBefore(int first, int second) {
            return history.consumerSeq(first) > 0
                    && history.consumerSeq(first) < history.consumerSeq(second)
                    && history.asked(first) < history.asked(second);
        }

        private void add(int before, int row) {
            if (!evidence.hasRoom()) {
                evidence.leaveOut();
                return;
            }
            evidence.add(Evidence.subject(history, row) + ": seq " + history.seq(row) + " came to "
                    + Evidence.client(history, row) + " at " + Evidence.time(history.asked(row))
                    + (history.deliveries(row) > 1 ? " (delivery " + history.deliveries(row) + ")" : "")
                    + " after seq " + history.seq(before) + " to " + Evidence.client(history, before) + " at "
                    + Evidence.time(history.asked(before)));
        }
    }
}

package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Kind;

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
        int name = history.names().find(stream);
        int who = history.names().find(consumer);
        Tally latest = new Tally();
        Tally latestHere = new Tally();
        Evidence evidence = new Evidence();
        long pairs = 0;
        long deliveries = 0;
        for (int row = 0; row < history.size(); row++) {
            if (history.kind(row) != Kind.DELIVER || history.stream(row) != name || history.consumer(row) != who) {
                continue;
            }
            deliveries++;
            int subject = history.subject(row);
            long here = (long) history.client(row) << 32 | subject;
            int before = latestHere.get(here);
            int anywhere = latest.get(subject);
            pairs += anywhere >= 0 ? 1 : 0;
            if (isLater(history, before, row)) {
                add(evidence, history, before, row);
            } else if (isLater(history, anywhere, row) && sentBefore(history, anywhere, row)) {
                add(evidence, history, anywhere, row);
            }
            if (before < 0 || history.seq(row) >= history.seq(before)) {
                latestHere.put(here, row);
            }
            if (anywhere < 0 || history.seq(row) >= history.seq(anywhere)) {
                latest.put(subject, row);
            }
        }
        if (pairs == 0) {
            return new Judgement.Unknown((deliveries == 0 ? "nothing was delivered" : "no subject was delivered twice")
                    + " to consumer " + consumer + " of " + stream + ", so there is no order to judge");
        }
        return evidence.size() == 0
                ? new Judgement.Held(Evidence.count(deliveries, "delivery").replace("deliverys", "deliveries"))
                : evidence.violated(Evidence.number(evidence.size()) + " of " + Evidence.number(deliveries)
                        + " deliveries to consumer " + consumer + " of " + stream + " came after a later message");
    }

    private static boolean isLater(History history, int before, int row) {
        return before >= 0 && history.seq(before) > history.seq(row);
    }

    private static boolean sentBefore(History history, int first, int second) {
        return history.consumerSeq(first) > 0
                && history.consumerSeq(first) < history.consumerSeq(second)
                && history.asked(first) < history.asked(second);
    }

    private static void add(Evidence evidence, History history, int before, int row) {
        evidence.add(Evidence.subject(history, row) + ": seq " + history.seq(row) + " came to "
                + Evidence.client(history, row) + " at " + Evidence.time(history.asked(row))
                + (history.deliveries(row) > 1 ? " (delivery " + history.deliveries(row) + ")" : "") + " after seq "
                + history.seq(before) + " to " + Evidence.client(history, before) + " at "
                + Evidence.time(history.asked(before)));
    }
}

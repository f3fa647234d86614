package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Kind;

/** No message was delivered more often, as clients saw it and as the server counts it. */
public record MaxDeliveries(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg(value = "how often at most", required = true, min = 1)
        long atMost)
        implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        int name = history.names().find(stream);
        int who = history.names().find(consumer);
        Tally times = new Tally();
        Tally shown = new Tally();
        Evidence evidence = new Evidence();
        for (int row = 0; row < history.size(); row++) {
            if (history.kind(row) != Kind.DELIVER || history.stream(row) != name || history.consumer(row) != who) {
                continue;
            }
            long seq = history.seq(row);
            int count = Math.max(times.count(seq), history.deliveries(row));
            if (count > atMost && !shown.has(seq)) {
                shown.put(seq, 0);
                evidence.add("seq " + seq + " on " + Evidence.subject(history, row) + ": delivery " + count
                        + " came to " + Evidence.client(history, row) + " at " + Evidence.time(history.asked(row)));
            }
        }
        if (times.size() == 0) {
            return new Judgement.Unknown("nothing was delivered to consumer " + consumer + " of " + stream);
        }
        return evidence.size() == 0
                ? new Judgement.Held(Evidence.count(times.size(), "delivered message"))
                : evidence.violated(Evidence.number(evidence.size()) + " of "
                        + Evidence.count(times.size(), "message") + " came to consumer " + consumer + " of " + stream
                        + " more than " + Evidence.count(atMost, "time"));
    }
}

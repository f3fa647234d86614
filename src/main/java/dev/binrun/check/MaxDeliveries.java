package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import java.util.ArrayList;
import java.util.List;

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
        ConsumerDeliveries deliveries = new ConsumerDeliveries(history, stream, consumer, end.consumers(stream));
        if (deliveries.size() == 0) {
            return new Judgement.Unknown("nothing was delivered to consumer " + consumer + " of " + stream);
        }
        return new CountJudging(history).judge(deliveries);
    }

    private final class CountJudging {
        private final History history;
        private final Evidence evidence = new Evidence();
        private LongIntMap seen = new LongIntMap();
        private LongIntMap most = new LongIntMap();
        private LongIntMap latest = new LongIntMap();
        private final List<Long> often = new ArrayList<>();
        private long messages;

        CountJudging(History history) {
            this.history = history;
        }

        Judgement judge(ConsumerDeliveries deliveries) {
            for (int i = 0; i < deliveries.size(); i++) {
                if (deliveries.ofNewConsumer(i)) {
                    show();
                }
                count(deliveries.row(i));
            }
            show();
            return evidence.size() == 0
                    ? new Judgement.Held(Evidence.count(messages, "delivered message"))
                    : evidence.violated(Evidence.number(evidence.size()) + " of " + Evidence.count(messages, "message")
                            + " came to consumer " + consumer + " of " + stream + " more than "
                            + Evidence.count(atMost, "time"));
        }

        private void count(int row) {
            long seq = history.seq(row);
            int count = Math.max(seen.count(seq), history.deliveries(row));
            if (count > Math.max(atMost, most.get(seq))) {
                if (!most.has(seq)) {
                    often.add(seq);
                }
                most.put(seq, count);
                latest.put(seq, row);
            }
        }

        /** What one consumer got; another of its name counts anew. */
        private void show() {
            for (long seq : often) {
                int row = latest.get(seq);
                evidence.add("seq " + seq + " on " + Evidence.subject(history, row) + ": delivery " + most.get(seq)
                        + " came to " + Evidence.client(history, row) + " at " + Evidence.time(history.asked(row)));
            }
            messages += seen.size();
            often.clear();
            seen = new LongIntMap();
            most = new LongIntMap();
            latest = new LongIntMap();
        }
    }
}

package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.form.Count;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** No message was delivered more often than a limit, as clients and the server count deliveries. */
public record MaxDeliveries(
        @Arg(value = "the stream", position = 0, required = true)
        String stream,

        @Arg(value = "the consumer", position = 1, required = true)
        String consumer,

        @Arg(value = "the greatest number of deliveries", required = true, min = 1)
        long atMost)
        implements Check {

    /** The greatest count of a message, and the delivery that reached it. */
    private record Excess(int count, Operation delivery) {}

    @Override
    public Judgement judge(History history, FinalState end) {
        ConsumerDeliveries deliveries = new ConsumerDeliveries(history, stream, consumer, end.consumers(stream));
        if (deliveries.size() == 0) {
            return new Judgement.Unknown("nothing was delivered to consumer " + consumer + " of " + stream);
        }
        Evidence evidence = new Evidence();
        long messages = 0;
        for (List<Operation> part : deliveries.parts()) {
            messages += count(part, evidence);
        }
        return evidence.size() == 0
                ? new Judgement.Held(Evidence.count(messages, "delivered message"))
                : evidence.violated(Evidence.number(evidence.size()) + " of " + Evidence.count(messages, "message")
                        + Count.form(evidence.size(), " was", " were") + " delivered to consumer " + consumer + " of "
                        + stream + " more than "
                        + Evidence.count(atMost, "time"));
    }

    /** Counts the deliveries of one consumer, and returns the number of its messages. */
    private long count(List<Operation> part, Evidence evidence) {
        LongIntMap counts = new LongIntMap();
        Map<Long, Excess> tooOften = new LinkedHashMap<>();
        for (Operation delivery : part) {
            int count = Math.max(counts.increment(delivery.sequence()), delivery.deliveryCount());
            if (count > atMost) {
                tooOften.merge(
                        delivery.sequence(),
                        new Excess(count, delivery),
                        (before, now) -> now.count > before.count ? now : before);
            }
        }
        tooOften.values().forEach(excess -> evidence.add(() -> line(excess)));
        return counts.size();
    }

    private static String line(Excess excess) {
        Operation delivery = excess.delivery;
        return "seq " + delivery.sequence() + " on " + delivery.subjectName() + ": delivery " + excess.count
                + " went to " + Evidence.invocation(delivery);
    }
}

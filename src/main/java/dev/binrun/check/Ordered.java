package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import java.util.List;
import java.util.Optional;

/**
 * The messages of a subject are delivered in stream order, redeliveries included. Deliveries to different connections
 * are compared only if their consumer sequences and their times agree on the order.
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

        /** The delivery with the greatest sequence: of each subject, and of each subject and client. */
        private OperationIndex greatest;

        private OperationIndex greatestOfClient;
        private LongIntMap consumerSequences;
        private long pairs;

        OrderJudging(History history) {
            this.history = history;
        }

        Judgement judge(ConsumerDeliveries deliveries) {
            deliveries.parts().forEach(this::judge);
            if (pairs == 0) {
                return new Judgement.Unknown(
                        (deliveries.size() == 0 ? "nothing was delivered" : "no subject was delivered twice")
                                + " to consumer " + consumer + " of " + stream + ", so there is no order to judge");
            }
            String all = Evidence.number(deliveries.size()) + " deliveries";
            return evidence.size() == 0
                    ? new Judgement.Held(all)
                    : evidence.violated(Evidence.number(evidence.size()) + " of " + all + " to consumer " + consumer
                            + " of " + stream + " followed a later message");
        }

        private void judge(List<Operation> part) {
            greatest = new OperationIndex(history);
            greatestOfClient = new OperationIndex(history);
            consumerSequences = new LongIntMap();
            part.forEach(this::judge);
        }

        private void judge(Operation delivery) {
            int subject = delivery.subject();
            long clientAndSubject = (long) delivery.client() << 32 | subject;
            Optional<Operation> before = greatestOfClient.latest(clientAndSubject);
            Optional<Operation> anywhere = greatest.latest(subject);
            pairs += anywhere.isPresent() ? 1 : 0;
            before.filter(other -> isGreater(other, delivery) && !isOvertaken(other, delivery))
                    .or(() -> anywhere.filter(other -> isGreater(other, delivery) && wasSentBefore(other, delivery)))
                    .ifPresent(other -> evidence.add(() -> line(other, delivery)));
            if (before.filter(other -> isGreater(other, delivery)).isEmpty()) {
                greatestOfClient.add(clientAndSubject, delivery);
            }
            if (anywhere.filter(other -> isGreater(other, delivery)).isEmpty()) {
                greatest.add(subject, delivery);
            }
            consumerSequences.add(delivery.consumerSequence());
        }

        private static boolean isGreater(Operation before, Operation delivery) {
            return before.sequence() > delivery.sequence();
        }

        /**
         * Returns whether the consumer sent a delivery before another one that was recorded earlier, as two
         * subscriptions of one connection may receive them. Consumer sequences that repeat are those of a consumer that
         * began again, and show no order.
         */
        private boolean isOvertaken(Operation recordedBefore, Operation delivery) {
            long sequence = delivery.consumerSequence();
            return sequence > 0
                    && sequence < recordedBefore.consumerSequence()
                    && !consumerSequences.contains(sequence);
        }

        private static boolean wasSentBefore(Operation first, Operation second) {
            return first.consumerSequence() > 0
                    && first.consumerSequence() < second.consumerSequence()
                    && first.invokedAt() < second.invokedAt();
        }

        private static String line(Operation before, Operation delivery) {
            return delivery.subjectName() + ": seq " + delivery.sequence() + " was delivered to "
                    + Evidence.invocation(delivery)
                    + (delivery.deliveryCount() > 1 ? " (delivery " + delivery.deliveryCount() + ")" : "")
                    + " after seq " + before.sequence() + " to " + Evidence.invocation(before);
        }
    }
}

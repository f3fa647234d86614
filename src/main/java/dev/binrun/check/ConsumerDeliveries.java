package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The deliveries of a consumer in the order in which clients received them, split where a new consumer or stream of the
 * name begins and where the consumer was reset. A delivery that several subscriptions received counts once.
 */
final class ConsumerDeliveries {
    private final List<List<Operation>> parts = new ArrayList<>();
    private final long lastConsumerBegan;
    private final long lastStreamBegan;
    private int lastConsumerPart;
    private long resetTo;

    /** @param consumers all consumers of the stream */
    ConsumerDeliveries(History history, String stream, String consumer, List<ConsumerState> consumers) {
        TreeSet<Long> begun = new TreeSet<>();
        consumers.stream().filter(state -> state.name().equals(consumer)).forEach(state -> begun.add(state.begun()));
        this.lastConsumerBegan = begun.isEmpty() ? 0 : begun.last();
        List<Long> streams = StreamIncarnations.of(history, stream);
        this.lastStreamBegan = streams.isEmpty() ? 0 : streams.get(streams.size() - 1);
        begun.addAll(streams);
        int number = history.names().find(consumer);
        List<Operation> operations = history.operations(
                        stream,
                        operation -> operation.consumer() == number
                                && (operation.kind() == OperationKind.DELIVER
                                        || operation.kind() == OperationKind.REMOVE && !operation.hasFailed()))
                .toList();
        operations.stream().filter(Operation::resetsConsumer).forEach(this::addReset);
        split(history, operations, begun);
    }

    /** Returns the deliveries, split where sequences and counts may begin again. */
    List<List<Operation>> parts() {
        return parts;
    }

    /** Returns the number of all deliveries. */
    int size() {
        return parts.stream().mapToInt(List::size).sum();
    }

    /** Returns the deliveries of the last consumer of the name from the last stream of the name. */
    Stream<Operation> ofLastConsumer() {
        return parts.subList(lastConsumerPart, parts.size()).stream()
                .flatMap(Collection::stream)
                .filter(this::isAfterBegin);
    }

    /** Returns the deliveries of earlier consumers of the name from the last stream of the name. */
    Stream<Operation> ofEarlierConsumers() {
        Stream<Operation> earlier = parts.subList(0, lastConsumerPart).stream().flatMap(Collection::stream);
        Stream<Operation> before = parts.subList(lastConsumerPart, parts.size()).stream()
                .flatMap(Collection::stream)
                .filter(delivery -> !isAfterBegin(delivery));
        return Stream.concat(earlier, before).filter(delivery -> delivery.invokedAt() >= lastStreamBegan);
    }

    /** Returns the earliest time at which the last consumer of the name can have begun. */
    long lastConsumerBegan() {
        return lastConsumerBegan;
    }

    /** Returns the time since which the stream is the one that exists at the end; 0 if it was never replaced. */
    long lastStreamBegan() {
        return lastStreamBegan;
    }

    /** Returns the sequence to which the last consumer of the name may have been reset; 0 if it was not. */
    long resetTo() {
        return resetTo;
    }

    private boolean isAfterBegin(Operation delivery) {
        return delivery.invokedAt() >= Math.max(lastConsumerBegan, lastStreamBegan);
    }

    private void addReset(Operation reset) {
        if (reset.sequence() > 0 && reset.invokedAt() >= lastConsumerBegan) {
            resetTo = reset.isOk() ? reset.sequence() : Math.max(resetTo, reset.sequence());
        }
    }

    private void split(History history, List<Operation> operations, TreeSet<Long> begun) {
        Boundaries removals = new Boundaries(operations.stream()
                .filter(operation -> operation.kind() == OperationKind.REMOVE && !operation.resetsConsumer()));
        Boundaries resets = new Boundaries(operations.stream().filter(Operation::resetsConsumer));
        begun.forEach(removals.times::add);
        SharedDeliveries shared = new SharedDeliveries(history);
        List<Operation> part = new ArrayList<>();
        parts.add(part);
        long from = -1;
        for (Operation operation : operations) {
            if (operation.kind() != OperationKind.DELIVER) {
                continue;
            }
            boolean isNewConsumer = removals.between(from, operation);
            if (isNewConsumer || resets.between(from, operation)) {
                shared = new SharedDeliveries(history);
                part = new ArrayList<>();
                parts.add(part);
            }
            lastConsumerPart = isNewConsumer ? parts.size() - 1 : lastConsumerPart;
            if (shared.isNew(operation)) {
                part.add(operation);
            }
            from = operation.invokedAt();
        }
    }

    /** Times at which deliveries begin again, and requests that may have caused it. */
    private static final class Boundaries {
        private final SequenceSet times = new SequenceSet();
        private final List<Operation> requests;

        Boundaries(Stream<Operation> requests) {
            this.requests = requests.toList();
            this.requests.stream().filter(Operation::isOk).forEach(request -> times.add(request.completedAt()));
        }

        /**
         * Returns whether deliveries begin again between a time and a delivery. If it is uncertain when a request was
         * performed, a delivery with the consumer sequence 1 shows it.
         */
        boolean between(long from, Operation delivery) {
            return times.countBetween(from - 1, delivery.invokedAt() - 1) > 0
                    || delivery.consumerSequence() == 1
                            && requests.stream()
                                    .anyMatch(request -> request.invokedAt() < delivery.invokedAt()
                                            && request.completedAt() >= from);
        }
    }
}

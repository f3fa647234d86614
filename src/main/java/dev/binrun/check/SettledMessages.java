package dev.binrun.check;

import dev.binrun.history.ConsumerState;
import dev.binrun.history.History;
import dev.binrun.history.Operation;
import dev.binrun.history.OperationKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The messages that consumers have settled: delivered and acknowledged, or terminated. An acknowledgement without a
 * response may have been accepted. It settles the message that was delivered before it, and no other message with its
 * sequence. Without a delivery it settles nothing.
 */
final class SettledMessages {
    private final History history;
    private final List<ConsumerState> consumers;
    private final StoredSubjects subjects;
    private final Map<Integer, ByConsumer> settled = new HashMap<>();
    private final Map<ConsumerState, Subjects> filters = new HashMap<>();
    private final ConsumerRemovals removals;

    SettledMessages(History history, String stream, List<ConsumerState> consumers, StoredSubjects subjects) {
        this.history = history;
        this.consumers = consumers;
        this.subjects = subjects;
        this.removals = new ConsumerRemovals(history, stream);
        for (ConsumerState consumer : consumers) {
            filters.put(consumer, new Subjects(history.names(), consumer.filters()));
            settled.put(history.names().number(consumer.name()), new ByConsumer(consumer));
        }
        history.operations(stream, operation -> isDeliveryOrSettlement(operation) && !operation.hasFailed())
                .forEach(operation -> settled.computeIfAbsent(operation.consumer(), added -> new ByConsumer())
                        .add(operation));
    }

    private static boolean isDeliveryOrSettlement(Operation operation) {
        return switch (operation.kind()) {
            case DELIVER, ACK, TERM -> true;
            default -> false;
        };
    }

    /** Returns whether a consumer has settled an acknowledged message. */
    boolean byAny(Operation publish) {
        for (ByConsumer consumer : settled.values()) {
            if (consumer.hasSettled(publish)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the consumers for which a stream with interest retention must still have kept a message. */
    List<ConsumerState> waiting(Operation publish) {
        return consumers.stream()
                .filter(consumer -> consumer.existedAt(publish.invokedAt())
                        && mayReceive(consumer, publish)
                        && !StreamCopies.isInternal(consumer)
                        && !settled.get(history.names().find(consumer.name())).hasSettled(publish)
                        && !removals.excuse(consumer, publish))
                .toList();
    }

    /** Returns whether a consumer's filters and its first sequence may include a message. */
    boolean mayReceive(ConsumerState consumer, Operation publish) {
        return publish.sequence() >= consumer.from().orElse(Long.MAX_VALUE)
                && (consumer.filters().isEmpty()
                        || subjects.of(publish)
                                .map(filters.get(consumer)::contain)
                                .orElse(true));
    }

    /** Returns whether it is known if a consumer's filters include a message. */
    boolean isSure(ConsumerState consumer, Operation publish) {
        return consumer.filters().isEmpty() || subjects.of(publish).isPresent();
    }

    /** The messages that the consumers with one name have settled. */
    private final class ByConsumer {
        private final String ackPolicy;
        private final long ackFloor;
        private final OperationIndex deliveries = new OperationIndex(history);
        private final SeenMessages messages = new SeenMessages(history);
        private final PriorityQueue<Operation> open =
                new PriorityQueue<>(Comparator.comparingLong(Operation::sequence));

        /** For a consumer whose configuration is unknown. */
        ByConsumer() {
            ackPolicy = "explicit";
            ackFloor = 0;
        }

        ByConsumer(ConsumerState last) {
            ackPolicy = last.ackPolicy();
            ackFloor = last.position().map(ConsumerState.Position::acknowledged).orElse(Long.MAX_VALUE);
        }

        void add(Operation operation) {
            if (operation.kind() == OperationKind.DELIVER) {
                addDelivery(operation);
                return;
            }
            deliveries.latest(operation.sequence()).ifPresent(messages::add);
            while (operation.kind() == OperationKind.ACK
                    && !open.isEmpty()
                    && open.peek().sequence() <= operation.sequence()) {
                messages.add(open.remove());
            }
        }

        /**
         * With {@code ack_policy: all}, an acknowledgement settles all earlier deliveries; with flow control, the ack
         * floor does.
         */
        private void addDelivery(Operation delivery) {
            deliveries.add(delivery.sequence(), delivery);
            if (ackPolicy.equals("none") || ackPolicy.equals("flow_control") && delivery.sequence() <= ackFloor) {
                messages.add(delivery);
            } else if (ackPolicy.equals("all")) {
                open.add(delivery);
            }
        }

        boolean hasSettled(Operation publish) {
            return messages.deliveryOf(publish).isPresent();
        }
    }

    /**
     * The requests that removed or reset consumers. A consumer that was lost in a crash must still have received its
     * messages.
     */
    private static final class ConsumerRemovals {
        private final History history;
        private final List<Operation> requests;
        private final Map<ConsumerState, Boolean> explained = new HashMap<>();

        ConsumerRemovals(History history, String stream) {
            this.history = history;
            this.requests = history.operations(
                            stream,
                            operation -> operation.kind() == OperationKind.REMOVE
                                    && !operation.hasFailed()
                                    && (operation.consumer() != 0 || operation.removesStream()))
                    .toList();
        }

        /** Returns whether a consumer need not have received a message that existed during its life. */
        boolean excuse(ConsumerState consumer, Operation publish) {
            return !consumer.existsAtEnd() && explained.computeIfAbsent(consumer, this::isExplained)
                    || requests.stream()
                            .anyMatch(request -> request.resetsConsumer()
                                    && isOf(request, consumer)
                                    && publish.sequence() < request.sequence()
                                    && publish.invokedAt() <= request.completedAt());
        }

        private boolean isExplained(ConsumerState consumer) {
            return consumer.inactive() > 0 && consumer.gone() - consumer.made() >= consumer.inactive()
                    || requests.stream()
                            .anyMatch(request -> !request.resetsConsumer()
                                    && (request.removesStream() || isOf(request, consumer))
                                    && request.completedAt() >= consumer.begun()
                                    && request.invokedAt() <= consumer.gone());
        }

        private boolean isOf(Operation request, ConsumerState consumer) {
            return request.consumer() == history.names().find(consumer.name());
        }
    }
}

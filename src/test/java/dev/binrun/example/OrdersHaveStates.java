package dev.binrun.example;

import dev.binrun.check.FinalMessage;
import dev.binrun.check.FinalStream;
import dev.binrun.check.Judgement;
import dev.binrun.check.OperationView;
import dev.binrun.check.OwnCheck;
import dev.binrun.check.RunView;
import dev.binrun.form.Arg;
import dev.binrun.history.OperationKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The check {@code orders-have-states}: the service wrote a state for each acknowledged order. */
public final class OrdersHaveStates implements OwnCheck<OrdersHaveStates.Names> {
    /** The check's arguments. */
    public record Names(
            @Arg(value = "the stream of the orders", position = 0, required = true)
            String stream,

            @Arg(value = "the bucket of the states", position = 1, required = true)
            String bucket) {}

    @Override
    public String name() {
        return "orders-have-states";
    }

    @Override
    public Class<Names> arguments() {
        return Names.class;
    }

    @Override
    public String holds() {
        return "the bucket has a state for each acknowledged order";
    }

    @Override
    public Judgement judge(Names names, RunView run) {
        List<OperationView> orders = run.operations(names.stream())
                .filter(operation -> operation.kind() == OperationKind.PUBLISH && operation.isOk())
                .toList();
        if (orders.isEmpty()) {
            return Judgement.unknown("no order was acknowledged");
        }
        Set<String> keys = run.stream("KV_" + names.bucket()).stream()
                .flatMap(FinalStream::messages)
                .map(FinalMessage::key)
                .collect(Collectors.toSet());
        List<String> lost = orders.stream()
                .filter(order -> !keys.contains(order.subject().substring("orders.".length())))
                .map(order -> order.subject() + " of client " + order.client() + ", seq "
                        + order.sequence().orElse(0))
                .toList();
        return lost.isEmpty()
                ? Judgement.held(orders.size() + " orders")
                : Judgement.violated(lost.size() + " of " + orders.size() + " orders have no state", lost);
    }
}

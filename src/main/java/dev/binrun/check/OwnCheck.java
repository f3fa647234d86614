package dev.binrun.check;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A check of a project's own: a property of a whole run, judged after the last step. {@link java.util.ServiceLoader}
 * finds it: a public class with a public constructor without parameters, named in
 * {@code META-INF/services/dev.binrun.check.OwnCheck}. A scenario names it in {@code checks}, as any other check.
 *
 * <p>This check fails if the service lost an order: an acknowledged message without a state in the bucket.
 *
 * <pre>{@code
 * public final class OrdersHaveStates implements OwnCheck<OrdersHaveStates.Names> {
 *     public record Names(String stream, String bucket) {}
 *
 *     public String name() {
 *         return "orders-have-states";
 *     }
 *
 *     public Class<Names> arguments() {
 *         return Names.class;
 *     }
 *
 *     public Judgement judge(Names names, RunView run) {
 *         Set<String> keys = run.stream("KV_" + names.bucket()).stream()
 *                 .flatMap(FinalStream::messages)
 *                 .map(FinalMessage::key)
 *                 .collect(Collectors.toSet());
 *         List<OperationView> orders = run.operations(names.stream())
 *                 .filter(operation -> operation.kind() == OperationKind.PUBLISH && operation.isOk())
 *                 .toList();
 *         List<String> lost = orders.stream()
 *                 .map(OperationView::subject)
 *                 .filter(subject -> !keys.contains(subject.substring("orders.".length())))
 *                 .toList();
 *         return lost.isEmpty()
 *                 ? Judgement.held(orders.size() + " orders")
 *                 : Judgement.violated(lost.size() + " orders have no state", lost);
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * checks:
 *   - orders-have-states: { stream: ORDERS, bucket: order-states }
 * }</pre>
 *
 * @param <A> the record whose components are the arguments, with the types that an own verb's arguments can have
 */
@API(status = Status.EXPERIMENTAL)
public interface OwnCheck<A extends Record> {
    /** Returns the name in a scenario: words of lower-case letters and digits with hyphens between them. */
    String name();

    /** Returns the record that takes the arguments. */
    Class<A> arguments();

    /** Returns the property in words that complete "Holds when", which editors show. */
    default String holds() {
        return "the project's own check " + name() + " holds";
    }

    /**
     * Judges a run that has ended. Called on the scenario's thread, once for each run.
     *
     * @return the result; not null
     * @throws Exception if the check itself does not work; the result is then unknown
     */
    Judgement judge(A arguments, RunView run) throws Exception;
}

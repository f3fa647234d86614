package shop;

import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.World;
import java.util.Map;

/** The step {@code place order} of scenarios. */
public final class PlaceOrder implements OwnVerb<PlaceOrder.Order> {
    /** The arguments of the step. */
    public record Order(String id, String item) {}

    @Override
    public String name() {
        return "place order";
    }

    @Override
    public Class<Order> arguments() {
        return Order.class;
    }

    @Override
    public Map<String, Object> run(Order order, World world) throws Exception {
        return Map.of("number", new OrderService(world.connection()).place(order.id(), order.item()));
    }
}

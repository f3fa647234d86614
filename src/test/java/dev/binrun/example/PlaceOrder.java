package dev.binrun.example;

import dev.binrun.form.Arg;
import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.World;
import io.nats.client.api.PublishAck;
import java.util.Map;
import java.util.Optional;

/** The step {@code place order}: publishes an order as a client of the service does. */
public final class PlaceOrder implements OwnVerb<PlaceOrder.Order> {
    /** The step's arguments. A component without an annotation has its own name, in snake case. */
    @VerbDoc(value = "Orders something", answers = "{seq}")
    public record Order(
            @Arg(value = "the order's number", position = 0, required = true)
            String id,

            @Arg(value = "what is ordered", position = 1) Optional<String> item,

            int howMany) {}

    @Override
    public String name() {
        return "place order";
    }

    @Override
    public Class<Order> arguments() {
        return Order.class;
    }

    @Override
    public AnswerForm answers() {
        return AnswerForm.of("{seq: number}");
    }

    @Override
    public Map<String, Object> run(Order order, World world) throws Exception {
        if (order.howMany() > 100) {
            throw new IllegalArgumentException("out of stock: " + order.howMany() + " is more than there is");
        }
        String text = order.item().map(item -> order.howMany() + " x " + item).orElse("");
        PublishAck ack = world.connection().jetStream().publish("orders." + order.id(), text.getBytes());
        return Map.of("seq", ack.getSeqno());
    }
}

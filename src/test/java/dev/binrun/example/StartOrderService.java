package dev.binrun.example;

import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.World;
import java.util.Map;

/** The step {@code order service start}: starts the service, which then runs until the scenario ends. */
public final class StartOrderService implements OwnVerb<StartOrderService.Nothing> {
    /** The step's arguments: none. */
    public record Nothing() {}

    @Override
    public String name() {
        return "order service start";
    }

    @Override
    public Class<Nothing> arguments() {
        return Nothing.class;
    }

    @Override
    public Map<String, Object> run(Nothing arguments, World world) throws Exception {
        OrderService service = OrderService.start(world.url());
        world.atEnd(service::stop);
        return Map.of();
    }
}

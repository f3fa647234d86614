package dev.binrun.engine.simulation;

import dev.binrun.sessions.BusinessListener;
import io.nats.client.Connection;

/** Where a test gets its hands into a simulation, to prove that its inspection finds what is planted. */
public interface SimulationHooks {
    /** Nothing is planted. */
    SimulationHooks NONE = new SimulationHooks() {};

    /** What the business logic talks to in place of the simulation's own listener. */
    default BusinessListener listener(BusinessListener own) {
        return own;
    }

    /** Called when all has been done and nothing has been inspected. */
    default void beforeInspection(Connection connection) throws Exception {}
}

package dev.binrun.engine.simulation;

import dev.binrun.sessions.BusinessListener;
import io.nats.client.Connection;

/** Lets a test interfere with a simulation, to prove that its inspection finds planted faults. */
public interface SimulationHooks {
    /** Hooks that do nothing. */
    SimulationHooks NONE = new SimulationHooks() {};

    /**
     * Returns the listener of the business logic.
     *
     * @param own the simulation's own listener
     */
    default BusinessListener listener(BusinessListener own) {
        return own;
    }

    /** Called after the last delivery and before the inspection. */
    default void beforeInspection(Connection connection) throws Exception {}
}

package dev.binrun.verb;

/** A fact about a verb that other packages act on. */
public enum VerbTrait {
    /**
     * Controls the course of the scenario: the verb sends no request, so {@code client} does not apply to it. A list is
     * one value of its first argument, not one step item for each element.
     */
    FLOW,

    /** Cuts, heals or delays connections, so the nodes of its scenario connect through proxies. */
    CUTS_NETWORK,

    /** Sends a request that only a user of the system account may send. */
    NEEDS_SYSTEM_ACCOUNT,

    /**
     * Changes the state of nodes or of the network. The answer has the new {@code state}, and its {@code node} or the
     * ends of the connections, {@code from} and {@code to}.
     */
    FAULT,

    /** Acts on the meta group, which a single server does not have. */
    NEEDS_META_GROUP
}

package dev.binrun.verb.node;

import java.util.Optional;
import java.util.Set;

/**
 * One of those on a side of the network: a node, a client by its name, or a group.
 *
 * @param text as it was written
 */
public record NetworkEndpoint(String text) {
    /** All nodes. */
    public static final String NODES = "nodes";

    /** All clients. */
    public static final String CLIENTS = "clients";

    /** All nodes and all clients. */
    public static final String ALL = "all";

    /** The words for groups, which no client can have for its name. */
    public static final Set<String> GROUPS = Set.of(NODES, CLIENTS, ALL);

    /** How it can be written. */
    public static final String FORM =
            "a node such as n1, leader of ORDERS or any, a client's name, or one of nodes, clients"
                    + " and all (two sides: {from: n1, to: n2})";

    /** What a text means, if it means anyone. */
    public static Optional<NetworkEndpoint> parse(String text) {
        return NodeSelector.parse(text).map(which -> new NetworkEndpoint(which.text()));
    }

    /** Whether it is a group. */
    public boolean group() {
        return GROUPS.contains(text);
    }

    /** The node that it means, or the client of that name. */
    public NodeSelector which() {
        return NodeSelector.parse(text).orElseThrow();
    }

    @Override
    public String toString() {
        return text;
    }
}

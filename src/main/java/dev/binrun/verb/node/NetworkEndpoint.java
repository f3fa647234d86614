package dev.binrun.verb.node;

import java.util.Optional;
import java.util.Set;

/**
 * An end of network links: a node, a client, or a group of them.
 *
 * @param text the text in the scenario
 */
public record NetworkEndpoint(String text) {
    /** The word for all nodes. */
    public static final String NODES = "nodes";

    /** The word for all clients. */
    public static final String CLIENTS = "clients";

    /** The word for all nodes and all clients. */
    public static final String ALL = "all";

    /** The words for groups, which cannot be the names of clients. */
    public static final Set<String> GROUPS = Set.of(NODES, CLIENTS, ALL);

    /** The possible texts, for error messages. */
    public static final String FORM =
            "a node such as n1, leader of ORDERS or any, a client's name, or one of nodes, clients"
                    + " and all (two sides: {from: n1, to: n2})";

    /** Parses a text; empty if it is not a valid endpoint. */
    public static Optional<NetworkEndpoint> parse(String text) {
        return NodeSelector.parse(text).map(selector -> new NetworkEndpoint(selector.text()));
    }

    /** Returns whether this is a group. */
    public boolean isGroup() {
        return GROUPS.contains(text);
    }

    /** Returns the selector of the node; for a client, a selector with the client's name. */
    public NodeSelector selector() {
        return NodeSelector.parse(text).orElseThrow();
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.binrun.server.network;

/** Which way a change of the network goes. */
public enum Direction {
    /** Both ways. */
    BOTH,
    /** Only what the first send to the second. */
    FORTH
}

package dev.binrun.server.network;

/** The direction of a cut or a delay. */
public enum Direction {
    /** Both directions. */
    BOTH,
    /** Only from the first side to the second. */
    FORTH
}

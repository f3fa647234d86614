package dev.binrun.server.network;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The direction of a cut or a delay. */
@API(status = Status.EXPERIMENTAL)
public enum Direction {
    /** Both directions. */
    BOTH,
    /** Only from the first side to the second. */
    FORTH
}

package dev.binrun.server.binary;

import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;

/** A place that may provide a nats-server executable. */
interface BinarySource {
    /** Returns the place in a few words, for errors. */
    String name();

    /**
     * Returns an executable that was verified and can be run.
     *
     * @throws UnusableSourceException if this place provides none; the search continues
     * @throws IOException if this place cannot be read; the search continues
     * @throws ServerException if the search must end because a setting is wrong
     */
    NatsBinary find() throws UnusableSourceException, IOException;
}

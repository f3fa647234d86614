package dev.binrun.server.binary;

import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;

/** One place that a nats-server executable may come from. */
interface BinarySource {
    /** The place in a few words, as errors name it. */
    String name();

    /**
     * The executable, checked and ready to run.
     *
     * @throws UnusableSourceException if this place has none, with the reason
     * @throws ServerException if the search must not go on, because what was asked for is wrong
     */
    NatsBinary find() throws UnusableSourceException, IOException;
}

package dev.binrun.server.binary;

import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;

/**
 * Another cache that replaces the one of {@code BINRUN_CACHE} if no file in that one can be executed.
 *
 * @param named the cache that the setting names
 * @param other the cache that contains the executable
 */
record NoexecSubstitute(BinaryCache named, BinaryCache other) implements BinarySource {
    @Override
    public String name() {
        return "other cache";
    }

    @Override
    public NatsBinary find() throws UnusableSourceException, IOException {
        try {
            named.withLock(() -> null);
        } catch (NoexecException e) {
            return other.find();
        }
        throw new UnusableSourceException(other.folder() + " is not used because BINRUN_CACHE is set");
    }
}

package dev.binrun.server.binary;

import dev.binrun.server.host.UnservedException;
import java.io.IOException;
import java.nio.file.Path;

/** The nats-server on the PATH, if it is of the pinned version. */
record PathBinary(BinarySettings settings, Pin pin, VersionProbe versions) implements BinarySource {

    @Override
    public String name() {
        return "PATH";
    }

    @Override
    public NatsBinary find() throws UnservedException, IOException {
        Path path = settings.onPath(pin.executableName())
                .orElseThrow(() -> new UnservedException("has no " + pin.executableName()));
        String version = versions.of(path);
        if (!version.equals(pin.version())) {
            throw new UnservedException(path + " is version " + version + ", not " + pin.version());
        }
        return new NatsBinary(path, version, name());
    }
}

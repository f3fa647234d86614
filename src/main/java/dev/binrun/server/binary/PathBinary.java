package dev.binrun.server.binary;

import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.nio.file.Path;

/** The nats-server on the PATH, if it has the pinned version. */
record PathBinary(BinarySettings settings, Pin pin, VersionProbe versions) implements BinarySource {

    @Override
    public String name() {
        return "PATH";
    }

    @Override
    public NatsBinary find() throws UnusableSourceException, IOException {
        Path path = settings.onPath(pin.executableName())
                .orElseThrow(() -> new UnusableSourceException("has no " + pin.executableName()));
        String version = versions.of(path);
        if (!version.equals(pin.version())) {
            throw new UnusableSourceException(path + " is version " + version + ", not " + pin.version());
        }
        return new NatsBinary(path, version, name());
    }
}

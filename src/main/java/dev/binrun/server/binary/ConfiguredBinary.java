package dev.binrun.server.binary;

import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The executable that {@code BINRUN_NATS_SERVER} names, of any version. A wrong path ends the search. */
record ConfiguredBinary(BinarySettings settings, VersionProbe versions) implements BinarySource {

    @Override
    public String name() {
        return "BINRUN_NATS_SERVER";
    }

    @Override
    public NatsBinary find() throws UnusableSourceException, IOException {
        Path path =
                settings.server().map(Path::toAbsolutePath).orElseThrow(() -> new UnusableSourceException("not set"));
        if (!Files.isRegularFile(path)) {
            throw wrong(path, Files.exists(path) ? "is not a file" : "does not exist");
        }
        if (!Files.isExecutable(path)) {
            throw wrong(path, "is not executable");
        }
        try {
            return new NatsBinary(path, versions.of(path), name());
        } catch (UnusableSourceException e) {
            if (ResourceLimit.in(e.getMessage()).isPresent()) {
                throw new ServerException(e.getMessage(), e); // not the executable's fault
            }
            throw wrong(path, "is not a nats-server that runs on this machine: " + e.getMessage());
        }
    }

    private static SettingException wrong(Path path, String reason) {
        return new SettingException("BINRUN_NATS_SERVER must be the path of a nats-server executable: " + path + " "
                + reason + ". Correct it, or unset it to use the pinned version");
    }
}

package dev.binrun.server.binary;

import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The archive of the release, from the project's release page or a mirror. Nothing is extracted before the SHA-256 is
 * verified.
 */
record ReleaseArchive(Pin pin, BinarySettings settings, Download download, BinaryCache cache) implements BinarySource {

    @Override
    public String name() {
        return settings.archives(pin).toString();
    }

    @Override
    public NatsBinary find() throws UnusableSourceException, IOException {
        Pin.Archived pinned =
                pin.archive().orElseThrow(() -> new UnusableSourceException("no release for " + pin.platform()));
        String asset = pinned.name();
        Path archive = cache.draft();
        Path executable = cache.draft();
        try {
            URI uri = fetch(asset, archive);
            Sha256.check(archive, asset, pinned.sha256());
            new Archive(archive, asset).extract(pin.executableName(), executable);
            return cache.moveIn(executable, uri.toString());
        } finally {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(executable);
        }
    }

    /** A mirror may hold the archives themselves, or the release's folder as github.com does. */
    private URI fetch(String asset, Path archive) throws UnusableSourceException, IOException {
        URI flat = settings.archives(pin).resolve(asset);
        String name = "nats-server " + pin.version();
        try {
            download.fetch(flat, archive, name);
            return flat;
        } catch (HttpNotFoundException e) {
            if (!settings.hasMirror()) {
                throw e;
            }
            URI nested = settings.archives(pin).resolve("v" + pin.version() + "/" + asset);
            download.fetch(nested, archive, name);
            return nested;
        }
    }
}

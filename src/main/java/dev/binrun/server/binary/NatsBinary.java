package dev.binrun.server.binary;

import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A nats-server executable that is there and can be run.
 *
 * @param path the executable
 * @param version its version without a leading v, such as {@code 2.14.0}
 * @param source where it came from, in a few words
 */
public record NatsBinary(Path path, String version, String source) {
    /** The version that is used where no other is asked for. */
    public static final String PINNED_VERSION = Pin.VERSION;

    public NatsBinary {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(source, "source");
    }

    /**
     * Reads the settings that say where the executable comes from, and downloads nothing.
     *
     * @throws SettingException if one of them is wrong
     */
    public static void check(Map<String, String> environment) {
        BinarySearch.of(Pin.current(), environment, Download.Limits.STANDARD, line -> {})
                .check();
    }

    /**
     * Returns the executable that a run would use without a download; empty if there is none or a setting is wrong.
     *
     * @param environment the variables with the settings and the PATH
     */
    public static Optional<NatsBinary> installed(Map<String, String> environment) {
        return BinarySearch.of(Pin.current(), environment, Download.Limits.STANDARD, line -> {})
                .installed();
    }

    /** {@link #find(Map, Consumer)} without a word about downloads. */
    public static NatsBinary find(Map<String, String> environment) {
        return find(environment, line -> {});
    }

    /**
     * The first that serves of: {@code BINRUN_NATS_SERVER}, the PATH if it has the pinned version, the cache, the release archive,
     * pip. A second search costs well under a millisecond the next time.
     *
     * @param environment where the settings and the PATH are read
     * @param progress told what is being downloaded and how far it is, a line at a time
     * @throws ServerException if nothing serves, with the reason of each source and the ways out
     */
    public static NatsBinary find(Map<String, String> environment, Consumer<String> progress) {
        return BinarySearch.of(Pin.current(), environment, Download.Limits.STANDARD, progress)
                .find();
    }
}

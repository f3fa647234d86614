package dev.binrun.server.binary;

import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A nats-server executable that exists and can be run.
 *
 * @param path the executable
 * @param version its version without a leading v, such as {@code 2.14.0}
 * @param source its origin in a few words, such as {@code cache}
 */
@API(status = Status.EXPERIMENTAL)
public record NatsBinary(Path path, String version, String source) {
    /** The version that is used unless the user names another one. */
    public static final String PINNED_VERSION = Pin.VERSION;

    public NatsBinary {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(source, "source");
    }

    /**
     * Checks the settings about the executable, without a download.
     *
     * @param environment the variables
     * @throws SettingException if a setting is wrong
     */
    public static void check(Map<String, String> environment) {
        search(environment, line -> {}).check();
    }

    /**
     * Returns the executable that a run would use without a download; empty if there is none or a setting is wrong.
     *
     * @param environment the variables with the settings and the PATH
     */
    public static Optional<NatsBinary> installed(Map<String, String> environment) {
        return search(environment, line -> {}).installed();
    }

    /**
     * Returns the first executable of {@link #find(Map, Consumer)}, without reporting the progress of downloads.
     *
     * @throws ServerException if there is none
     */
    public static NatsBinary find(Map<String, String> environment) {
        return find(environment, line -> {});
    }

    /**
     * Returns the first executable among: {@code BINRUN_NATS_SERVER}, the PATH if it has the pinned version, the cache,
     * the release archive, pip. A second search takes less than a millisecond.
     *
     * @param environment the variables with the settings and the PATH
     * @param progress receives the progress of a download, a line at a time
     * @throws ServerException if there is none; the message has the reason of each source and the fixes
     */
    public static NatsBinary find(Map<String, String> environment, Consumer<String> progress) {
        return search(environment, progress).find();
    }

    private static BinarySearch search(Map<String, String> environment, Consumer<String> progress) {
        return BinarySearch.of(Pin.current(), environment, Download.Limits.STANDARD, progress);
    }
}

package dev.binrun.server.binary;

import dev.binrun.server.host.LocaleNames;
import dev.binrun.server.host.SettingException;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings about the executable. Wrong values are errors; empty values count as not set.
 *
 * @param environment the variables
 */
record BinarySettings(Map<String, String> environment) {
    static final String RELEASES = "https://github.com/nats-io/nats-server/releases/download/";

    BinarySettings {
        environment = Map.copyOf(environment);
    }

    /** Returns the path in {@code BINRUN_NATS_SERVER}. */
    Optional<Path> server() {
        return path("BINRUN_NATS_SERVER");
    }

    /** Returns whether {@code BINRUN_OFFLINE} forbids downloads. */
    boolean offline() {
        String offline = value("BINRUN_OFFLINE").orElse("false");
        if (!offline.equals("true") && !offline.equals("false")) {
            throw new SettingException("BINRUN_OFFLINE must be true or false, was \"" + offline + "\"");
        }
        return offline.equals("true");
    }

    /** Returns whether a mirror replaces the project's release page. */
    boolean hasMirror() {
        return value("BINRUN_NATS_MIRROR").isPresent();
    }

    /**
     * Returns the folder of the release's archives: {@code BINRUN_NATS_MIRROR}, or the project's release page.
     *
     * @throws SettingException if the mirror is not an HTTP URL
     */
    URI archives(Pin pin) {
        String base = value("BINRUN_NATS_MIRROR").orElse(RELEASES + "v" + pin.version());
        try {
            URI uri = new URI(base.endsWith("/") ? base : base + "/");
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (java.net.URISyntaxException e) {
            throw wrongMirror(base, e);
        }
        throw wrongMirror(base, null);
    }

    /** Returns the cache's folder: {@code BINRUN_CACHE}, or a folder in the user's cache. */
    Path cache() {
        return path("BINRUN_CACHE")
                .or(() -> path("XDG_CACHE_HOME").map(path -> path.resolve("binrun")))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "binrun"))
                .toAbsolutePath();
    }

    /** Returns whether {@code BINRUN_CACHE} names the cache. */
    boolean namesCache() {
        return value("BINRUN_CACHE").isPresent();
    }

    /** Throws if {@code BINRUN_CACHE} names a path where no folder can be. */
    void checkCache() {
        Path place = cache();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (namesCache() && place != null && !Files.isDirectory(place)) {
            throw unusableCache(place + " is not a folder", null);
        }
    }

    /** Returns the error about a {@code BINRUN_CACHE} that cannot be used. */
    SettingException unusableCache(String reason, Exception cause) {
        return new SettingException(
                "BINRUN_CACHE must be a writable folder, was \"" + environment.get("BINRUN_CACHE") + "\": " + reason
                        + ". Correct it, or unset it to use the user's own cache",
                cause);
    }

    /** Returns the cache and the folders that replace it if it cannot hold an executable. */
    List<Path> caches() {
        return List.of(
                cache(),
                Path.of(System.getProperty("java.io.tmpdir"), "binrun-cache-" + System.getProperty("user.name")));
    }

    /** Returns the first executable file with this name on the PATH. */
    Optional<Path> onPath(String name) {
        for (String folder : path().split(File.pathSeparator)) {
            // not java.nio.file, which throws an exception internally for each missing file
            File file = new File(folder, name);
            if (!folder.isBlank() && file.isFile() && file.canExecute()) {
                return Optional.of(file.toPath().toAbsolutePath());
            }
        }
        return Optional.empty();
    }

    /** On Windows the variable's name may be written Path. */
    private String path() {
        for (String name : environment.keySet()) {
            if (name.equalsIgnoreCase("PATH")) {
                return environment.get(name);
            }
        }
        return "";
    }

    private Optional<Path> path(String name) {
        Optional<String> value = value(name);
        if (value.isPresent() && LocaleNames.isUnusable(value.get())) {
            throw new SettingException(name + " " + LocaleNames.reason(environment));
        }
        return value.map(Path::of);
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static SettingException wrongMirror(String base, Exception cause) {
        return new SettingException(
                "BINRUN_NATS_MIRROR must be the http or https URL of a folder with the release's archives, was \""
                        + base + "\"",
                cause);
    }
}

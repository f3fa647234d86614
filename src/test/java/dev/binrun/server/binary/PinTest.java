package dev.binrun.server.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, nats-server-v2.14.6-linux-amd64.tar.gz",
        "Linux, aarch64, nats-server-v2.14.6-linux-arm64.tar.gz",
        "Mac OS X, x86_64, nats-server-v2.14.6-darwin-amd64.tar.gz",
        "Mac OS X, aarch64, nats-server-v2.14.6-darwin-arm64.tar.gz",
        "Windows 11, amd64, nats-server-v2.14.6-windows-amd64.zip"
    })
    void forPlatform_ofARelease_hasItsArchive(String os, String arch, String asset) {
        Pin pin = Pin.forPlatform(Pin.platform(os, arch));
        assertEquals(asset, pin.archive().orElseThrow().name());
        assertTrue(pin.archive().orElseThrow().sha256().matches("[0-9a-f]{64}"));
        assertEquals(!os.startsWith("Mac"), pin.wheel().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"FreeBSD, amd64, freebsd-amd64", "Linux, s390x, linux-s390x"})
    void forPlatform_withoutRelease_hasNoArchive(String os, String arch, String platform) {
        assertEquals(platform, Pin.platform(os, arch));
        assertTrue(Pin.forPlatform(platform).archive().isEmpty());
    }
}

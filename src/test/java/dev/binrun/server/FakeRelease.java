package dev.binrun.server;

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
record FakeRelease(Pin pin, byte[] archive, byte[] npmPackage, byte[] executable) {
    static final String PACKAGE = "@test/nats-server";

    static FakeRelease tarGz() {
        byte[] executable = executable("2.14.0");
        byte[] archive = tarGz("nats-server-v2.14.0-test/nats-server", executable);
        return new FakeRelease(
                pin("test-amd64", "nats-server-v2.14.0-test.tar.gz", archive, executable),
                archive,
                tarGz("package/bin/nats-server", executable),
                executable);
    }

    /** Its platform is no Windows, so that its script runs; only the archive is as there. */
    static FakeRelease zip() {
        byte[] executable = executable("2.14.0");
        byte[] archive = zip("nats-server-v2.14.0-test/nats-server", executable);
        return new FakeRelease(
                pin("test-amd64", "nats-server-v2.14.0-test.zip", archive, executable), archive, archive, executable);
    }

    /** The same release with another archive, whose own SHA-256 is pinned. */
    FakeRelease withArchive(byte[] value) {
        return new FakeRelease(
                pin(pin.platform(), pin.archive().orElseThrow(), value, executable), value, npmPackage, executable);
    }

    FakeRelease withNpmPackage(byte[] value) {
        return new FakeRelease(pin, archive, value, executable);
    }

    /** As for platforms whose executable's SHA-256 is not known beforehand. */
    FakeRelease withoutExecutablePin() {
        return new FakeRelease(
                new Pin(
                        pin.version(),
                        pin.platform(),
                        pin.archive(),
                        pin.archiveSha256(),
                        pin.npmPackage(),
                        Optional.empty()),
                archive,
                npmPackage,
                executable);
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
            for (String each : new String[] {"nats-server-v2.14.0-test/README.md", name}) {
                byte[] data = each.equals(name) ? content : new byte[] {'#'};
                TarArchiveEntry entry = new TarArchiveEntry(each);
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

    private static byte[] zip(String name, byte[] content) {
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

    private static Pin pin(String platform, String asset, byte[] archive, byte[] executable) {
        return new Pin(
                "2.14.0",
                platform,
                Optional.of(asset),
                Optional.of(sha256(archive)),
                Optional.of(PACKAGE),
                Optional.of(sha256(executable)));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

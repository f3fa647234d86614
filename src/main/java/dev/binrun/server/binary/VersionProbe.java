package dev.binrun.server.binary;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.ReaperShell;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs an executable to read its version, and remembers the version in the cache while the file stays the same.
 *
 * @param cache the folder with the remembered versions; not used if other users may write it
 * @param limit the maximum time for the executable
 */
record VersionProbe(Path cache, Duration limit) {
    /** The prefix of the names of files with a remembered version. */
    static final String PREFIX = "version-";

    private static final Pattern VERSION = Pattern.compile("nats-server: v(\\S+)");
    private static final int MOST_OUTPUT = 1 << 16;

    /**
     * The text of ETXTBSY: a process that another thread has just started still holds the file that was just written.
     */
    private static final String BUSY = "Text file busy";

    private static final int MOST_TRIES = 50;

    /**
     * Returns the version of an executable, without its leading v.
     *
     * @throws UnusableSourceException if the executable cannot be run, does not end in time or prints no version
     */
    String of(Path executable) throws UnusableSourceException, IOException {
        Optional<FileFact> fact = fact(executable);
        Optional<String> known = fact.isPresent() ? fact.get().read(executable) : Optional.empty();
        if (known.isPresent()) {
            return known.get();
        }
        String version = askVersion(executable);
        fact.ifPresent(toWrite -> remember(toWrite, executable, version));
        return version;
    }

    private Optional<FileFact> fact(Path executable) {
        try {
            BinaryCache.create(cache);
            FileOwnership.check(cache);
            return Optional.of(new FileFact(
                    cache.resolve(PREFIX + Sha256.of(executable.toString()).substring(0, 16))));
        } catch (UnusableSourceException | IOException e) {
            return Optional.empty(); // without the cache the executable runs again
        }
    }

    private static void remember(FileFact fact, Path executable, String version) {
        try {
            fact.write(executable, version);
        } catch (IOException e) {
            return; // without the cache the executable runs again
        }
    }

    private String askVersion(Path executable) throws UnusableSourceException {
        String output = run(executable);
        for (int i = 0; i < MOST_TRIES && output.contains(BUSY); i++) {
            output = run(executable);
        }
        Matcher version = VERSION.matcher(output);
        if (!version.find()) {
            throw new UnusableSourceException("\"" + executable + " -v\" must print \"nats-server: vX.Y.Z\", printed \""
                    + output.strip().lines().limit(3).collect(Collectors.joining(" / ")) + "\"");
        }
        return version.group(1);
    }

    private String run(Path executable) throws UnusableSourceException {
        Optional<Path> setsid = ReaperShell.find(System.getenv("PATH"), ":").flatMap(ReaperShell::setsid);
        Process process = start(executable, setsid);
        Output output = new Output(process.getInputStream());
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnusableSourceException(
                        "\"" + executable + " -v\" printed nothing within " + limit.toSeconds() + "s");
            }
            output.awaitEnd(Duration.ofMillis(500));
            return output.text();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while asking " + executable + " for its version", e);
        } finally {
            end(process, setsid.isPresent());
        }
    }

    private static Process start(Path executable, Optional<Path> setsid) throws UnusableSourceException {
        try {
            return new ProcessBuilder(
                            Stream.concat(setsid.map(Path::toString).stream(), Stream.of(executable.toString(), "-v"))
                                    .toList())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UnusableSourceException(executable + " cannot be run: " + e.getMessage(), e);
        }
    }

    /** Children that outlived the process are found by their session, if the system has setsid. */
    private static void end(Process process, boolean ownSession) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        if (ownSession) {
            try {
                new ProcessBuilder(List.of("sh", "-c", "kill -KILL -" + process.pid()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                return; // without a shell there is no own session either
            }
        }
    }

    /** Reads while the process runs, so that a full pipe never blocks it. Keeps the first 64 KiB. */
    private static final class Output {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final Thread reader;

        Output(InputStream in) {
            reader = new Thread(() -> read(in), "binrun-version-probe");
            reader.setDaemon(true);
            reader.start();
        }

        /** The wait is short, because a child that outlives the process may hold the pipe open. */
        void awaitEnd(Duration limit) throws InterruptedException {
            reader.join(limit.toMillis());
        }

        synchronized String text() {
            return read.toString(StandardCharsets.UTF_8);
        }

        private void read(InputStream in) {
            byte[] buffer = new byte[4096];
            try (in) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    keep(buffer, n);
                }
            } catch (IOException e) {
                return; // the process was killed
            }
        }

        private synchronized void keep(byte[] buffer, int length) {
            read.write(buffer, 0, Math.min(length, MOST_OUTPUT - read.size()));
        }
    }
}

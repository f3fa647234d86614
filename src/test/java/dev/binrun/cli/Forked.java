package dev.binrun.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command line in a JVM of its own, in a folder of its own, started by a shell that handles its streams and limits.
 */
final class Forked implements AutoCloseable {
    private static final int LIMIT_S = 60;

    private final Process process;
    private final Path temporary;
    private final CompletableFuture<String> out;
    private final CompletableFuture<String> err;

    private Forked(Process process, Path temporary) {
        this.process = process;
        this.temporary = temporary;
        this.out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), Forked::start);
        this.err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), Forked::start);
    }

    /** On two cores, the common pool has one thread from JDK 25 on, which a reader would occupy. */
    private static void start(Runnable reader) {
        Thread thread = new Thread(reader, "forked-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** The exit code and the outputs. */
    record Result(int exitCode, String out, String err) {}

    /**
     * Starts a shell line.
     *
     * @param line in which {@code $BINRUN} stands for the command line without arguments
     * @param folder the current folder; temporary files go to its folder {@code tmp}
     */
    static Forked start(String line, Path folder, Map<String, String> environment) {
        return start(line, folder, environment, List.of());
    }

    /** Starts a shell line, with more options for the JVM. */
    static Forked start(String line, Path folder, Map<String, String> environment, List<String> options) {
        try {
            Path temporary = Files.createDirectories(folder.resolve("tmp"));
            List<String> java = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Djava.io.tmpdir=" + temporary));
            java.addAll(options);
            java.addAll(List.of("-cp", classPath(), "dev.binrun.cli.Main"));
            // a test in the background of a shell would pass on that it ignores Ctrl-C
            ProcessBuilder builder =
                    new ProcessBuilder("env", "--default-signal=INT,TERM,HUP", "bash", "-c", "set -m; " + line);
            builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would print it on standard error
            builder.environment().remove("GITHUB_ACTIONS"); // a run would print annotations
            builder.environment().put("BINRUN", String.join(" ", java));
            builder.environment().putAll(environment);
            return new Forked(builder.directory(folder.toFile()).start(), temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a shell line to its end. */
    static Result run(String line, Path folder) throws Exception {
        try (Forked forked = start(line, folder, Map.of())) {
            return forked.result();
        }
    }

    /** Returns the class path with absolute paths, because the current folder differs. */
    static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(":"))
                .map(path -> Path.of(path).toAbsolutePath().toString())
                .reduce((one, other) -> one + ":" + other)
                .orElseThrow();
    }

    /** Waits for the end of the shell. */
    Result result() throws Exception {
        assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS), "still running");
        return new Result(process.exitValue(), out.get(LIMIT_S, TimeUnit.SECONDS), err.get(LIMIT_S, TimeUnit.SECONDS));
    }

    /** Returns the shell and its descendants. */
    Process process() {
        return process;
    }

    /** Returns the nats-servers that the shell started. */
    List<ProcessHandle> servers() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").contains("nats-server"))
                .toList();
    }

    private static String read(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitNothingLeft(temporary);
    }

    /** Waits until the reaper has removed the servers' folders, before the test's folder is removed. */
    static void awaitNothingLeft(Path temporary) {
        await().atMost(Duration.ofSeconds(LIMIT_S)).ignoreExceptions().until(() -> {
            try (Stream<Path> left = Files.walk(temporary)) {
                return left.map(path -> temporary.relativize(path).toString())
                        .noneMatch(path -> path.matches("binrun-\\d+/binrun-\\d+-\\d+/((run|keep)-\\d+|lock)"));
            }
        });
    }
}

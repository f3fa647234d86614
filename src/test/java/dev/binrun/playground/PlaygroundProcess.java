package dev.binrun.playground;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A JVM that runs the live system, and its output. */
final class PlaygroundProcess implements AutoCloseable {
    private static final Pattern WELCOME = Pattern.compile("Live system on (\\S+), storing in .*");
    private static final long SIGINT = 1 << 1;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Process process;
    private final Thread reader;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private PlaygroundProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "playground-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a live system on a free port, and returns when it has printed its examples. */
    static PlaygroundProcess start(Path storeDir) throws IOException {
        PlaygroundProcess playground = launch(storeDir, "-1");
        try {
            playground.await("pub command.x");
            return playground;
        } catch (RuntimeException | Error e) {
            try (playground) {
                throw e; // a failure to close is added as a suppressed exception
            }
        }
    }

    static PlaygroundProcess launch(Path storeDir, String port, String... jvmOptions) throws IOException {
        return launch(storeDir, port, Map.of("BINRUN_UI", "false"), jvmOptions);
    }

    static PlaygroundProcess launch(Path storeDir, String port, Map<String, String> more, String... jvmOptions)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PlaygroundMain.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS"); // the JVM would print it on standard error
        builder.environment().put("BINRUN_PORT", port);
        builder.environment().putAll(more);
        builder.environment().put("BINRUN_STORE_DIR", storeDir.toString());
        return new PlaygroundProcess(builder.start());
    }

    String url() {
        return lines.stream()
                .map(WELCOME::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the example lines of the welcome. */
    List<String> proposals() {
        return lines.stream()
                .filter(line -> line.startsWith("  nats "))
                .map(String::strip)
                .toList();
    }

    long pid() {
        return process.pid();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    void await(String part) {
        await(part, "");
    }

    void await(String part, String start) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(SOON)
                .until(() -> {
                    if (lines.stream().anyMatch(line -> line.startsWith(start) && line.contains(part))) {
                        return true;
                    }
                    if (!process.isAlive()) {
                        throw new AssertionError("the playground has ended: " + lines);
                    }
                    return false;
                });
    }

    /** Sends SIGINT, as a terminal's Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        String signal = ignoresInterrupts() ? "-TERM" : "-INT";
        new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Returns whether the process ignores SIGINT, as background jobs of a shell do. */
    private boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & SIGINT) != 0);
    }

    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly(); // Process.destroyForcibly would also close this end of the output
        process.waitFor();
        reader.join(SOON.toMillis());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the exit code, or -1 if the process runs longer than the limit. */
    int exitCodeWithin(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            return -1;
        }
        reader.join(SOON.toMillis());
        return process.exitValue();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroyForcibly();
        // the reaper ends the server, which must not write into a folder that the test removes
        all.forEach(each -> each.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    }

    private void read() {
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException e) {
            lines.add("unreadable: " + e);
        }
    }
}

package dev.binrun.reload;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** A program in a JVM of its own, which shares the output of this JVM and ends with it. */
public final class ChildProgram {
    /** A program that does not notice the end of its standard input gets a signal after this time. */
    private static final Duration NOTICES = Duration.ofSeconds(5);

    /** The live system gives its server 60 s to write its store. */
    private static final Duration ENDS = Duration.ofSeconds(90);

    private final Process process;

    private ChildProgram(Process process) {
        this.process = process;
    }

    /**
     * The form of the program.
     *
     * @param options of the JVM
     * @param main the main class, which must call {@link ParentPipe#ifChild}
     * @param arguments of the program
     * @param variables environment variables in addition to those of this JVM
     */
    public record ChildForm(List<String> options, String main, List<String> arguments, Map<String, String> variables) {
        /** Returns this program with other options of the JVM. */
        public ChildForm withOptions(List<String> others) {
            return new ChildForm(others, main, arguments, variables);
        }
    }

    /** Starts a JVM whose program waits until {@link #begin}, so that it loads classes meanwhile. */
    public static ChildProgram start(ChildForm form, List<Path> classPath) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(form.options());
        command.add(ParentPipe.CHILD);
        command.addAll(
                List.of("-cp", classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
        command.add(form.main());
        command.addAll(form.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(form.variables());
        return new ChildProgram(builder.start());
    }

    /** Lets the program begin. */
    public void begin() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        } catch (IOException e) {
            return; // it has ended, which is reported
        }
    }

    /** Calls back with the exit code when the program has ended. */
    public void onEnd(IntConsumer ended) {
        process.onExit().thenAccept(gone -> ended.accept(gone.exitValue()));
    }

    /** Stops the program cleanly, and returns its exit code. */
    public int stop() throws InterruptedException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy(); // it has ended, or does not read
        }
        if (!process.waitFor(NOTICES.toMillis(), TimeUnit.MILLISECONDS) && process.supportsNormalTermination()) {
            process.destroy();
        }
        if (!process.waitFor(ENDS.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }
}

package dev.binrun.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.server.host.ServerException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A failure while the live system closes must not choose the exit code. */
@Timeout(60)
class ShutdownTest {
    private static final String NOT_CLEAN =
            "warning: the stop was not clean, so finished commands may be worked again after the next start: ";

    /** A process that exits, and closes in the way that its argument names. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            BooleanSupplier closing = switch (arguments[0]) {
                case "clean" -> () -> true;
                case "unclean" -> () -> false;
                case "refused" ->
                    () -> {
                        throw new ServerException("the stream S is damaged\nnext: repair it");
                    };
                case "exception" ->
                    () -> {
                        throw new IllegalStateException("a subscription did not close");
                    };
                case "error" ->
                    () -> {
                        throw new AssertionError("a class is missing");
                    };
                default ->
                    () -> {
                        throw new OutOfMemoryError("Java heap space");
                    };
            };
            Shutdown.register(System.out::println, () -> Integer.parseInt(arguments[1]))
                    .closes(closing);
            System.exit(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "clean, 0, 0, ",
        "clean, 141, 141, ",
        "unclean, 141, 3, ",
        "refused, 0, 3, the stream S is damaged",
        "exception, 0, 3, java.lang.IllegalStateException: a subscription did not close",
        "error, 0, 3, java.lang.AssertionError: a class is missing",
        "memory, 0, 3, 'this JVM ran out of memory (Java heap space): it may use 64 MB, which -Xmx raises'",
    })
    void failureWhileClosing_isExitCode3_withOneSentence(String closing, String clean, int code, String reason)
            throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseG1GC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        closing,
                        clean)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(
                reason == null ? List.of() : List.of(NOT_CLEAN + reason),
                Arrays.stream(output.split("\n"))
                        .filter(line -> !line.isEmpty() && !line.startsWith("Picked up "))
                        .toList());
        assertEquals(code, process.waitFor());
    }
}

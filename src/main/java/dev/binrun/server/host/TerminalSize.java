package dev.binrun.server.host;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a terminal in characters. */
public record TerminalSize(int rows, int columns) {
    /** The size to assume if the terminal does not tell its own. */
    public static final TerminalSize USUAL = new TerminalSize(24, 80);

    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})\\s*");
    private static final long LIMIT_MS = 1_000;

    /** Returns the size of the terminal that is the standard input, or the usual size if it is unknown. */
    public static TerminalSize current() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.INHERIT)
                    .redirectError(Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return USUAL;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL;
        } catch (IOException | OutOfMemoryError noProcess) {
            return USUAL; // Windows has no stty
        }
    }

    /** Returns the size that {@code stty size} printed. A serial line has 0 rows and columns. */
    static TerminalSize parse(String printed) {
        Matcher size = ROWS_AND_COLUMNS.matcher(printed);
        return size.matches()
                ? new TerminalSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)))
                : USUAL;
    }
}

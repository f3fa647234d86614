package dev.binrun.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * The keys of the terminal that is the standard input. Each key arrives at once, if a shell can set the terminal so;
 * elsewhere it arrives with Enter.
 *
 * <p>The shell holds the other end of a pipe to this JVM. When the keyboard is closed, or when the JVM ends in any way,
 * the shell sets the terminal back.
 */
public final class Keyboard implements AutoCloseable {
    /** The key Enter. */
    public static final int ENTER = '\n';

    /** The end of the input, as with Ctrl-D. */
    public static final int END = -1;

    private static final int CTRL_D = 4;
    private static final long LIMIT_MS = 1_000;

    /** A job in the background must not change the terminal. */
    private static final String SCRIPT = """
            exec 3</dev/tty || exit 1
            case $(ps -o stat= -p $$ 2>/dev/null) in *+* | '') ;; *) exit 1 ;; esac
            before=$(stty -g <&3) || exit 1
            trap '' INT TERM HUP QUIT TSTP TTOU
            stty -icanon -echo min 1 time 0 <&3
            echo ready
            while read -r line; do :; done
            stty "$before" <&3
            """;

    private final InputStream in;
    private final Process shell;
    private final boolean needsEnter;

    private Keyboard(InputStream in, Process shell, boolean needsEnter) {
        this.in = in;
        this.shell = shell;
        this.needsEnter = needsEnter;
    }

    /** Opens the keyboard of a terminal. */
    public static Keyboard open() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", SCRIPT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ready = shell.inputReader(StandardCharsets.US_ASCII).readLine() != null;
            return new Keyboard(System.in, shell, !ready);
        } catch (IOException noShell) {
            return of(System.in);
        }
    }

    /** Returns a keyboard whose keys arrive with Enter. */
    public static Keyboard of(InputStream lines) {
        return new Keyboard(lines, null, true);
    }

    /** Returns whether a key arrives only with Enter. */
    public boolean needsEnter() {
        return needsEnter;
    }

    /** Waits for the next key, {@link #ENTER} or {@link #END}. */
    public int read() throws IOException {
        int key = in.read();
        if (needsEnter && key != ENTER) {
            for (int rest = key; rest != ENTER && rest != END; ) {
                rest = in.read();
            }
        }
        return key == CTRL_D ? END : key == '\r' ? ENTER : key;
    }

    /** Sets the terminal back. */
    @Override
    public void close() {
        if (shell == null) {
            return;
        }
        try {
            shell.getOutputStream().close();
            shell.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            shell.destroy(); // it has ended
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

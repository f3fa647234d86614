package dev.binrun.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The standard output of the process, which remembers if output was lost. */
final class StandardOutput extends OutputStream {
    /** The exit code of a shell for a program that SIGPIPE ended. */
    static final int CLOSED_PIPE = 128 + 13;

    private static final Path OWN = Path.of("/proc/self/fd/1");

    private final OutputStream out;
    private final Runnable closedPipe;
    private volatile IOException failure;
    private volatile boolean pipeClosed;

    /**
     * Opens the standard output.
     *
     * @param closedPipe runs once, on its own thread, when the reader of a pipe has closed it
     */
    StandardOutput(Runnable closedPipe) {
        this(new FileOutputStream(FileDescriptor.out), closedPipe);
    }

    StandardOutput(OutputStream out, Runnable closedPipe) {
        this.out = out;
        this.closedPipe = closedPipe;
    }

    /** Returns a stream with the encoding of {@code System.out}. */
    PrintStream stream() {
        return new PrintStream(new BufferedOutputStream(this), true, encoding());
    }

    /** Returns whether the reader of a pipe has closed it. */
    boolean pipeClosed() {
        return pipeClosed;
    }

    /** Returns a sentence about lost output; empty if the output is complete. */
    String failure() {
        return failure == null
                ? ""
                : "standard output cannot be written: " + failure.getMessage() + "; the printed output is incomplete";
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (pipeClosed) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failed(e);
            if (failure != null) {
                throw failure; // checkError() of the print stream is true from here on
            }
        }
    }

    private synchronized void failed(IOException e) {
        if (!isPipe(e)) {
            failure = e;
        } else if (!pipeClosed) {
            pipeClosed = true;
            Thread end = new Thread(closedPipe, "binrun-closed-pipe");
            end.setDaemon(true);
            end.start();
        }
    }

    /** The message cannot tell, because it may be in the user's language. */
    private static boolean isPipe(IOException e) {
        try {
            String target = Files.readSymbolicLink(OWN).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException noProc) {
            return String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
        }
    }

    /** JDK 18 and newer always set the first property; JDK 17 sets the second on a terminal. */
    private static Charset encoding() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return name.isEmpty() || !Charset.isSupported(name) ? Charset.defaultCharset() : Charset.forName(name);
    }
}

package dev.binrun.server.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The POSIX shell that outlives the JVM and cleans up after it.
 *
 * @param sh the shell's executable
 * @param setsid the program that gives a process a session of its own; Linux has it, macOS does not
 * @param terminal whether this JVM has a terminal, whose Ctrl-C signals all processes of the JVM's group
 */
public record ReaperShell(Path sh, Optional<Path> setsid, boolean terminal) {
    private static final Path OWN_STATE = Path.of("/proc/self/stat");

    /**
     * Waits until standard input ends, then cleans up one home after the other.
     *
     * <p>The script renames a home first, so a server that has not read its configuration yet finds none and ends by
     * itself. A server that has read it was started by this user with {@code -c HOME/run-N/server.conf}, and is found
     * by these words. Other processes may have a path in the home on their command lines; the script does not touch
     * them.
     */
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            while read -r line; do :; done
            ours() {
                case $2 in *" -c $1"[0-9]*"/server.conf "*) return 0 ;; esac
                return 1
            }
            servers() {
                if [ -d /proc/self ]; then
                    for found in $(printf '%s\\n' "$1" | grep -lsF -f - /proc/[0-9]*/cmdline); do
                        args=$(tr '\\0' ' ' <"$found")
                        found=${found%/cmdline}
                        [ -O "$found" ] && ours "$1" "$args" && echo "${found#/proc/}"
                    done
                else
                    ps -xww -o pid= -o args= | while read -r pid args; do
                        ours "$1" "$args " && echo "$pid"
                    done
                fi
            }
            for home; do
                mv "$home" "$home.gone"
                clean=$(servers "$home/keep-")
                [ -n "$clean" ] && { kill -TERM $clean; kill -CONT $clean; }
                tries=0
                while [ $tries -lt 100 ]; do
                    left=$(servers "$home/run-")
                    clean=$(servers "$home/keep-")
                    [ -z "$left$clean" ] && break
                    [ $tries -ge 20 ] && left="$left $clean"
                    [ -n "$left" ] && kill -KILL $left
                    tries=$((tries + 1))
                    sleep 0.05
                done
                rm -rf "$home.gone"/*-* && rm -rf "$home.gone" "$home"
                rmdir "${home%/*}" 2>/dev/null
            done
            """;

    /**
     * Returns the shell of this machine; empty if there is none, as on Windows.
     *
     * @param path the value of the variable PATH; null if it is not set
     * @param separator the text between two folders of the path
     */
    public static Optional<ReaperShell> find(String path, String separator) {
        return path == null
                ? Optional.empty()
                : onPath(path, separator, "sh")
                        .map(sh -> new ReaperShell(sh, onPath(path, separator, "setsid"), hasTerminal()));
    }

    /** Starts a shell that removes a home and ends its servers as soon as this JVM has ended. */
    Process watch(Path home) throws IOException {
        return start(Stream.of(home), ProcessBuilder.Redirect.PIPE);
    }

    /** Starts a shell that removes homes whose JVMs have ended and ends their servers, in the background. */
    void remove(List<Path> homes) throws IOException {
        start(homes.stream(), ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    }

    /**
     * Returns the words to put before a command so that it gets a session of its own; none if this system has no
     * setsid.
     */
    Stream<String> detached() {
        return setsid.map(Path::toString).stream();
    }

    /**
     * Returns the words to put before a command that let it use the files that it creates; none unless the umask takes
     * this permission.
     */
    public Stream<String> withOwnRights() {
        try {
            return FileOwnership.umaskTakesOwnRights()
                    ? Stream.of(sh.toString(), "-c", "umask u=rwx; exec \"$@\"", "binrun-umask")
                    : Stream.of();
        } catch (IOException e) {
            return Stream.of(); // the first file that cannot be created is reported with its reason
        }
    }

    private Process start(Stream<Path> homes, ProcessBuilder.Redirect input) throws IOException {
        List<String> command = Stream.of(
                        detached(), Stream.of(sh.toString(), "-c", SCRIPT, "binrun-reaper"), homes.map(Path::toString))
                .flatMap(words -> words)
                .toList();
        return new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectInput(input)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * The seventh field of /proc/self/stat is the terminal; the second is in parentheses and may contain anything
     * (proc_pid_stat(5)).
     */
    private static boolean hasTerminal() {
        try {
            String state = Files.readString(OWN_STATE);
            return !state.substring(state.lastIndexOf(')') + 2).split(" ")[4].equals("0");
        } catch (IOException e) {
            return true; // not Linux: assume a terminal
        }
    }

    private static Optional<Path> onPath(String path, String separator, String name) {
        return Stream.of(path.split(separator))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

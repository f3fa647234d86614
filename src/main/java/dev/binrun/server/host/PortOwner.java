package dev.binrun.server.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds out whether a TCP port of 127.0.0.1 is free, and which process listens on it. */
public final class PortOwner {
    /** The state LISTEN in the kernel's tables of sockets. */
    private static final String LISTENS = "0A";

    private static final Path PROC = Path.of("/proc");

    private PortOwner() {}

    /** Returns whether a server can listen on the port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections that have ended do not hold a port
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the process that listens on the port; empty if it belongs to another user, or if this is not Linux. */
    public static Optional<ProcessHandle> of(int port) {
        try {
            Set<String> sockets = sockets(port);
            return sockets.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.allProcesses()
                            .filter(process -> holds(process, sockets))
                            .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A row has the columns: number, local address, remote address, state, …, and the inode in the tenth. */
    private static Set<String> sockets(int port) throws IOException {
        Set<String> sockets = new HashSet<>();
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            Path file = PROC.resolve(table);
            if (Files.isReadable(file)) {
                for (String row : Files.readAllLines(file)) {
                    String[] cells = row.strip().split("\\s+");
                    if (cells.length > 9
                            && cells[1].endsWith(String.format(":%04X", port))
                            && cells[3].equals(LISTENS)) {
                        sockets.add("socket:[" + cells[9] + "]");
                    }
                }
            }
        }
        return sockets;
    }

    private static boolean holds(ProcessHandle process, Set<String> sockets) {
        Path files = PROC.resolve(Long.toString(process.pid())).resolve("fd");
        try (DirectoryStream<Path> open = Files.newDirectoryStream(files)) {
            for (Path file : open) {
                if (isOne(file, sockets)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // the process has ended, or belongs to another user
        }
        return false;
    }

    private static boolean isOne(Path file, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            return false; // it was closed meanwhile
        }
    }
}

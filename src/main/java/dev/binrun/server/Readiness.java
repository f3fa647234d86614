package dev.binrun.server;

import dev.binrun.server.host.Polling;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks whether a server that was started is ready, without the help of other servers.
 *
 * @param limit the time that was left at the start, for messages
 * @param deadline a time of {@link System#nanoTime()}
 */
record Readiness(ServerConfigFile config, LogTail log, ServerProcess process, Duration limit, long deadline) {
    /** A process that a signal ended has an exit status of this plus the signal's number. */
    private static final int SIGNALLED = 128;

    private static final Pattern LISTENING = Pattern.compile("Listening for client connections on (.+):(\\d+)$");

    /** The first field of each line of the log. */
    private static final Pattern PID = Pattern.compile("\\[(\\d+)] ");

    /**
     * Waits until clients can connect and returns the address.
     *
     * @throws IOException if the server does not listen in time, with the reason
     */
    InetSocketAddress clientAddress() throws IOException {
        String line = log.awaitSinceStart(
                        text -> text.contains("Listening for client connections on "), Polling.remaining(deadline))
                .orElseThrow(() -> notInTime("did not listen for clients"))
                .text();
        requireStartedProcess(line);
        Matcher matcher = LISTENING.matcher(line);
        if (!matcher.find()) {
            throw new IOException("its log names no port: " + line);
        }
        InetAddress host = InetAddress.getByName(matcher.group(1));
        return new InetSocketAddress(
                host.isAnyLocalAddress() ? InetAddress.getByName("127.0.0.1") : host,
                Integer.parseInt(matcher.group(2)));
    }

    /**
     * Waits until the server has replied, and JetStream too if it needs no other server for that.
     *
     * @param alone whether JetStream needs no other server
     * @throws IOException if no reply arrives in time, with the reason
     */
    InfoMessage awaitReply(InetSocketAddress address, boolean alone) throws IOException {
        try (ReadyProbe probe = new ReadyProbe(Polling.remaining(deadline))) {
            InfoMessage info = probe.connect(address, alone && config.open());
            if (!config.jetStream()) {
                return info;
            }
            if (!info.jetStream()) {
                throw new IOException("it reports that JetStream is off");
            }
            if (alone && config.repliesToAnyone(info)) {
                probe.awaitJetStream();
            } else if (log.awaitSinceStart(line -> line.endsWith("Server is ready"), Polling.remaining(deadline))
                    .isEmpty()) {
                throw notInTime("did not report that it is ready");
            }
            return info;
        }
    }

    /** Signals reach only the process that binrun started. */
    private void requireStartedProcess(String line) throws IOException {
        Matcher pid = PID.matcher(line);
        if (pid.lookingAt() && Long.parseLong(pid.group(1)) != process.pid()) {
            throw new IOException("its executable is a wrapper that runs nats-server as another process ("
                    + pid.group(1) + ", not " + process.pid()
                    + "), so no fault would reach the server; the wrapper must exec nats-server");
        }
    }

    private IOException notInTime(String failure) {
        OptionalInt status = log.awaitEnd(Duration.ZERO) ? process.awaitExitStatus() : OptionalInt.empty();
        return new IOException(
                status.isPresent()
                        ? status.getAsInt() > SIGNALLED
                                ? "it ended by itself (signal " + (status.getAsInt() - SIGNALLED) + ")"
                                : "it ended with status " + status.getAsInt()
                        : "it " + failure + " within " + limit.toMillis() + "ms");
    }
}

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
 * Whether a server that was started is ready, as far as it can tell by itself.
 *
 * @param limit what was left at the start
 * @param deadline of {@link System#nanoTime()}
 */
record Readiness(ServerConfigFile config, LogTail log, ServerProcess process, Duration limit, long deadline) {
    /** The exit status of a process that a signal ended is this and the signal's number. */
    private static final int SIGNALLED = 128;

    private static final Pattern LISTENING = Pattern.compile("Listening for client connections on (.+):(\\d+)$");

    /** What a server writes first in each line. */
    private static final Pattern PID = Pattern.compile("\\[(\\d+)] ");

    /** Where clients can connect, as soon as they can. */
    InetSocketAddress clientAddress() throws IOException {
        String line = log.awaitSinceStart(text -> text.contains("Listening for client connections on "), left())
                .orElseThrow(() -> notInTime("did not listen for clients"))
                .text();
        mustBeTheProcess(line);
        Matcher matcher = LISTENING.matcher(line);
        if (!matcher.find()) {
            throw new IOException("it names no port: " + line);
        }
        InetAddress host = InetAddress.getByName(matcher.group(1));
        return new InetSocketAddress(
                host.isAnyLocalAddress() ? InetAddress.getByName("127.0.0.1") : host,
                Integer.parseInt(matcher.group(2)));
    }

    /**
     * Returns when the server has answered, and its JetStream too, as far as it needs no other server for that.
     *
     * @param alone whether it needs none
     */
    InfoMessage awaitReply(InetSocketAddress address, boolean alone) throws IOException {
        try (ReadyProbe probe = new ReadyProbe(left())) {
            InfoMessage info = probe.connect(address, alone && config.open());
            if (!config.jetStream()) {
                return info;
            }
            if (!info.jetStream()) {
                throw new IOException("it says that it has no JetStream");
            }
            if (alone && config.repliesToAnyone(info)) {
                probe.awaitJetStream();
            } else if (log.awaitSinceStart(line -> line.endsWith("Server is ready"), left())
                    .isEmpty()) {
                throw notInTime("did not say that it is ready");
            }
            return info;
        }
    }

    /** Signals go to the process that we started. */
    private void mustBeTheProcess(String line) throws IOException {
        Matcher pid = PID.matcher(line);
        if (pid.lookingAt() && Long.parseLong(pid.group(1)) != process.pid()) {
            throw new IOException(
                    "its executable is a wrapper that runs nats-server as another process (" + pid.group(1) + ", not "
                            + process.pid() + "), where no fault would reach it: let it exec nats-server");
        }
    }

    private IOException notInTime(String what) {
        OptionalInt status = log.awaitEnd(Duration.ZERO) ? process.awaitExitStatus() : OptionalInt.empty();
        return new IOException(
                status.isPresent()
                        ? status.getAsInt() > SIGNALLED
                                ? "it ended by itself (signal " + (status.getAsInt() - SIGNALLED) + ")"
                                : "it ended with status " + status.getAsInt()
                        : "it " + what + " within " + limit.toMillis() + "ms");
    }

    private Duration left() {
        return Polling.remaining(deadline);
    }
}

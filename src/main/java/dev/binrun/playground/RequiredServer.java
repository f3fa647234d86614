package dev.binrun.playground;

import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.ServerException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The nats-server versions that the live system runs on. Versions before 2.14 reject the consumers of a mirrored work
 * queue (error 10100); 2.14.0 to 2.14.5 lose messages of it.
 */
public final class RequiredServer {
    private static final int MAJOR = 2;
    private static final int MINOR = 14;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})\\b.*");

    /** Fixed in 2.14.6 by nats-server pull request 8431. */
    private static final Pattern LOSES_COMMANDS = Pattern.compile("2\\.14\\.[0-5]");

    private RequiredServer() {}

    /** Returns a warning if this version loses acknowledged commands. */
    public static Optional<String> warning(NatsBinary binary) {
        return LOSES_COMMANDS.matcher(binary.version()).matches()
                ? Optional.of(
                        "warning: nats-server " + binary.version() + " deletes acknowledged commands that no worker"
                                + " takes yet (nats-server issue 8423). Unset BINRUN_NATS_SERVER to use "
                                + NatsBinary.PINNED_VERSION + ", or let it name 2.14.6 or newer")
                : Optional.empty();
    }

    /**
     * Returns the executable if its version is new enough or cannot be parsed.
     *
     * @throws ServerException if the version is too old
     */
    public static NatsBinary require(NatsBinary binary) {
        if (isOlder(binary.version())) {
            throw new ServerException("the live system needs nats-server " + MAJOR + "." + MINOR + " or newer: "
                    + binary.path() + " (from " + binary.source() + ") is " + binary.version()
                    + ", which does not mirror a work queue that has workers. Unset BINRUN_NATS_SERVER to use "
                    + NatsBinary.PINNED_VERSION + ", or let it name a newer one");
        }
        return binary;
    }

    private static boolean isOlder(String text) {
        Matcher version = VERSION.matcher(text);
        if (!version.matches()) {
            return false;
        }
        int major = Integer.parseInt(version.group(1));
        return major < MAJOR || major == MAJOR && Integer.parseInt(version.group(2)) < MINOR;
    }
}

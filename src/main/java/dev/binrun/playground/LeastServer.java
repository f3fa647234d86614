package dev.binrun.playground;

import dev.binrun.server.NatsBinary;
import dev.binrun.server.ServerException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The least nats-server that mirrors a work queue which has workers of its own; older ones refuse the workers (error 10100). */
final class LeastServer {
    private static final int MAJOR = 2;
    private static final int MINOR = 14;
    private static final Pattern VERSION = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})\\b.*");

    private LeastServer() {}

    /** The executable, if its version suffices; one that no version can be read from is trusted. */
    static NatsBinary require(NatsBinary binary) {
        if (isOlder(binary.version())) {
            throw new ServerException("the business-logic mode needs nats-server " + MAJOR + "." + MINOR + " or newer: "
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

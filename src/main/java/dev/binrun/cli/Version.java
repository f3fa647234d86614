package dev.binrun.cli;

import dev.binrun.server.NatsBinary;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
    static final String BINRUN = "0.1.0-SNAPSHOT";

    @Override
    public String[] getVersion() {
        return new String[] {"binrun " + BINRUN, "nats-server " + NatsBinary.PINNED_VERSION + " (pinned)"};
    }
}

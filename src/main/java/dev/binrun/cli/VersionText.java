package dev.binrun.cli;

import dev.binrun.form.Release;
import dev.binrun.form.VisibleText;
import dev.binrun.server.binary.NatsBinary;
import picocli.CommandLine.IVersionProvider;

/** The versions of binrun and nats-server, and the source of the nats-server on this machine. */
final class VersionText implements IVersionProvider {
    static final String BINRUN = Release.VERSION;

    @Override
    public String[] getVersion() {
        String pinned = "nats-server " + NatsBinary.PINNED_VERSION + " (pinned)";
        String used = NatsBinary.installed(System.getenv())
                .map(binary -> "nats-server " + binary.version() + " is used, from " + binary.source() + ": "
                        + VisibleText.text(binary.path().toString()))
                .orElse("no nats-server on this machine yet; the first run downloads it");
        return new String[] {"binrun " + BINRUN, pinned, used};
    }
}

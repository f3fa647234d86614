package dev.binrun.page;

import java.util.OptionalInt;

/**
 * Settings of the live page.
 *
 * @param port the port on 127.0.0.1, -1 for any free one; empty for the default port, or any free one if it is taken
 * @param readOnly whether the page offers and accepts no actions
 */
public record PageSettings(OptionalInt port, boolean readOnly) {
    /** The default port: beside 4222, 6222 and 8222, the ports of nats-server. */
    public static final int DEFAULT_PORT = 8422;

    /** The variable that sets the port. */
    public static final String PORT_VARIABLE = "BINRUN_UI_PORT";

    /** Checks the port. */
    public PageSettings {
        if (port.isPresent() && port.getAsInt() != -1 && (port.getAsInt() < 1 || port.getAsInt() > 65_535)) {
            throw new IllegalArgumentException(PORT_VARIABLE
                    + " must be a port from 1 to 65535, or -1 for any free one, was \"" + port.getAsInt() + "\"");
        }
    }
}

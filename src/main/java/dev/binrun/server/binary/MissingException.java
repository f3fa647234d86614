package dev.binrun.server.binary;

import dev.binrun.server.host.UnservedException;

/** There is no such file at an address that does answer. */
final class MissingException extends UnservedException {
    private static final long serialVersionUID = 1L;

    MissingException(String reason) {
        super(reason);
    }
}

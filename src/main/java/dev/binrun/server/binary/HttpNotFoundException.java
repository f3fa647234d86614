package dev.binrun.server.binary;

import dev.binrun.server.host.UnusableSourceException;

/** There is no such file at an address that does answer. */
final class HttpNotFoundException extends UnusableSourceException {
    private static final long serialVersionUID = 1L;

    HttpNotFoundException(String reason) {
        super(reason);
    }
}

package dev.binrun.server.binary;

import dev.binrun.server.host.UnusableSourceException;

/** An HTTP server responded with status 404: it has no such file. */
final class HttpNotFoundException extends UnusableSourceException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception without a cause. */
    HttpNotFoundException(String reason) {
        super(reason);
    }
}

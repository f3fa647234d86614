package dev.binrun.page;

/** A request that the page rejects, with the status and the text of the response. */
final class PageRefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    PageRefusalException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}

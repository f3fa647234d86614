package dev.binrun.sessions;

/**
 * An entry of a bucket has an invalid key or value. The message is the reason, and follows the key and revision in a
 * warning.
 */
final class BadEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    BadEntryException(String reason) {
        super(reason);
    }
}

package dev.binrun.sessions;

/** A key or value in a bucket that cannot be taken; the message is the reason, to follow the key and its revision. */
final class BadEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    BadEntryException(String reason) {
        super(reason);
    }
}

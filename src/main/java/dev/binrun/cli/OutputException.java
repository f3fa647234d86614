package dev.binrun.cli;

/** Results that cannot be written where they were asked for; the message names the place and the reason. */
final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputException(String message) {
        super(message);
    }
}

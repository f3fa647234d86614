package dev.binrun.cli;

/** Results cannot be written to the place that the user chose; the message names the place and the reason. */
final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutputException(String message) {
        super(message);
    }
}

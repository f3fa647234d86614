package dev.binrun.server.host;

/** A source provides no executable that binrun may use. The search continues with the next source. */
public class UnusableSourceException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates an exception without a cause. */
    public UnusableSourceException(String reason) {
        super(reason);
    }

    /** Creates an exception with a cause. */
    public UnusableSourceException(String reason, Throwable cause) {
        super(reason, cause);
    }
}

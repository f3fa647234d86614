package dev.binrun.junit;

/**
 * The state of the servers when a test failed. It is suppressed by the failure, so development environments, consoles
 * and XML reports show it below the failure's stack trace. It has no stack trace and shows no class name.
 */
final class FailureContextException extends Exception {
    private static final long serialVersionUID = 1L;

    FailureContextException(String message) {
        super(message, null, false, false);
    }

    @Override
    public String toString() {
        return getMessage();
    }
}

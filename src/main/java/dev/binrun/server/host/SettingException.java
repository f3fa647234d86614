package dev.binrun.server.host;

/** A setting has a wrong or unusable value. The message names the variable or the folder, the rule and the value. */
public final class SettingException extends ServerException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception without a cause. */
    public SettingException(String message) {
        super(message);
    }

    /** Creates an exception with a cause. */
    public SettingException(String message, Throwable cause) {
        super(message, cause);
    }
}

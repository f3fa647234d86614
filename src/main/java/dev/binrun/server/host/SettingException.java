package dev.binrun.server.host;

/** A setting whose value is wrong or cannot be used; the message names the variable or the folder, the rule and the value. */
public final class SettingException extends ServerException {
    private static final long serialVersionUID = 1L;

    public SettingException(String message) {
        super(message);
    }

    public SettingException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.binrun.form;

/** The release of binrun that runs. */
public final class Release {
    /** The version, as in the POM. */
    public static final String VERSION = "0.1.0-SNAPSHOT";

    private Release() {}
}

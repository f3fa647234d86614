package dev.binrun.server.host;

import java.util.Map;

/** Whether a build server runs this process. */
public final class BuildServer {
    private BuildServer() {}

    /** Returns whether the variable {@code CI} has a value other than {@code false}; most build servers set it. */
    public static boolean isPresent(Map<String, String> environment) {
        String value = environment.getOrDefault("CI", "");
        return !value.isEmpty() && !value.equalsIgnoreCase("false");
    }
}

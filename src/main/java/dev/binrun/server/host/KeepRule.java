package dev.binrun.server.host;

import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The servers that outlive the JVM. */
public enum KeepRule {
    /** All servers end with their test or scenario. */
    NONE,

    /** The servers of a failed test or scenario stay, with their stores. */
    FAILED;

    /** The system property that states the rule in a JUnit run. */
    public static final String PROPERTY = "binrun.keep";

    /**
     * Returns the rule of the system property.
     *
     * @throws IllegalArgumentException if its value is unknown
     */
    public static KeepRule of(Properties properties) {
        String value = properties.getProperty(PROPERTY, "");
        return value.isEmpty() ? NONE : of(PROPERTY, value);
    }

    /**
     * Returns the rule of a setting.
     *
     * @param setting the name of the option or property, for the message
     * @throws IllegalArgumentException if the value is unknown
     */
    public static KeepRule of(String setting, String value) {
        return Stream.of(values())
                .filter(rule -> rule.toString().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(setting + ": unknown value \"" + value
                        + "\"; write one of "
                        + Stream.of(values()).map(KeepRule::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

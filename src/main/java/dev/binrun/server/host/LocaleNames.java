package dev.binrun.server.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recognizes file names that Java cannot use because the locale lacks their characters. With {@code LC_ALL=C} these are
 * all names that are not ASCII.
 */
public final class LocaleNames {
    /** The JVM puts this character in place of each byte that the locale cannot decode. */
    private static final String UNKNOWN = "\uFFFD";

    private LocaleNames() {}

    /** Returns whether a file name has characters that this locale cannot decode or encode. */
    public static boolean isUnusable(String name) {
        if (name.contains(UNKNOWN)) {
            return true;
        }
        try {
            Path.of(name);
            return false;
        } catch (InvalidPathException e) {
            return e.getReason().contains("unmappable");
        }
    }

    /**
     * Returns the end of a sentence about such a name: the reason and the fix.
     *
     * @param environment the variables that may set the locale
     */
    public static String reason(Map<String, String> environment) {
        Optional<String> variable = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .findFirst();
        return "has characters that this locale does not have ("
                + variable.map(name -> name + "=" + environment.get(name)).orElse("LANG is not set")
                + "); set LC_ALL=C.UTF-8";
    }
}

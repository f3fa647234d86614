package dev.binrun.server.host;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of files that Java cannot use because the locale has no characters for them: with {@code LC_ALL=C} all but ASCII. */
public final class LocaleNames {
    /** Stands for each byte that the locale cannot decode. */
    private static final String UNKNOWN = "\uFFFD";

    private LocaleNames() {}

    /** Whether a name that comes from the system holds what the locale cannot decode, or cannot be a name in this locale. */
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

    /** The rest of a sentence about such a name: the reason and the way out. */
    public static String reason(Map<String, String> environment) {
        Optional<String> variable = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .findFirst();
        return "has characters that this locale does not have ("
                + variable.map(name -> name + "=" + environment.get(name)).orElse("LANG is not set")
                + "); set LC_ALL=C.UTF-8";
    }
}
